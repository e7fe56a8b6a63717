import { made } from '../page'

/**
 * Two photographs over each other, with a handle between them.
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
    this.show(slider)
  }

  private show(slider: HTMLInputElement): void {
    this.style.setProperty('--from', `${100 - Number(slider.value)}%`)
    slider.setAttribute('aria-valuetext', `${slider.value} % after`)
  }
}
