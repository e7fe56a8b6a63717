import { made } from '../page'

/**
 * Two photographs over each other, with a handle between them that follows a finger on the picture, or the slider below.
 *
 * Inside: two figures, each with a picture and its caption, which stand side by side without scripts.
 */
export class BeforeAfter extends HTMLElement {
  connectedCallback(): void {
    const [before, after] = this.querySelectorAll('figure')
    if (!before || !after || this.querySelector('input')) return
    const captions = [before, after].map((one) => one.querySelector('figcaption')?.textContent ?? '')
    this.classList.add('over')
    before.classList.add('before')
    after.classList.add('after')
    const stage = made('div', 'stage')
    stage.append(before, after, made('span', 'edge'))
    const slider = made('input')
    slider.type = 'range'
    slider.min = '0'
    slider.max = '100'
    slider.value = '50'
    slider.setAttribute('aria-label', `How much of ${captions[1]} is shown over ${captions[0]}`)
    slider.addEventListener('input', () => this.show(slider))
    this.append(stage, slider)
    this.follow(stage, slider)
    this.show(slider)
    new ResizeObserver(() => this.show(slider)).observe(stage)
  }

  /** Has the handle go where the picture is touched; up and down still scrolls the page. */
  private follow(stage: HTMLElement, slider: HTMLInputElement): void {
    const go = (event: PointerEvent): void => {
      const box = stage.getBoundingClientRect()
      slider.value = String(Math.round(100 - (100 * (event.clientX - box.left)) / box.width))
      this.show(slider)
    }
    stage.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return
      event.preventDefault() // a picture is not dragged away
      stage.setPointerCapture(event.pointerId)
      go(event)
    })
    stage.addEventListener('pointermove', (event) => {
      if (stage.hasPointerCapture(event.pointerId)) go(event)
    })
  }

  private show(slider: HTMLInputElement): void {
    const from = 100 - Number(slider.value)
    this.style.setProperty('--from', `${from}%`)
    slider.setAttribute('aria-valuetext', `${slider.value} % after`)
    const [before, after] = this.querySelectorAll<HTMLElement>('figcaption')
    if (!before || !after) return
    const edge = (from / 100) * (this.querySelector<HTMLElement>('.stage')?.clientWidth ?? 0)
    // A caption goes with its photograph, and is not cut in two.
    before.classList.toggle('covered', before.offsetLeft + before.offsetWidth > edge)
    after.classList.toggle('covered', after.offsetLeft < edge)
  }
}
