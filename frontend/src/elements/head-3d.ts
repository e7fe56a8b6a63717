import type { HeadFile } from '../head/file'
import type { HeadScene, Mode } from '../head/scene'
import { PLACES, Turn } from '../head/turn'
import { made, monthInWords } from '../page'
import { nearestPlace } from './course-chart'

const PASSES = 16
const NEAR_SCREEN = '200px'

/**
 * A head to turn: `data-src` is its file. Shows `data-course` (one of the file's names) beside the first course of the
 * file, which is no treatment; `data-passes` is how often a picture is refined.
 *
 * Inside: the server's picture, which stays until the head is drawn, and for good where it cannot be.
 */
export class Head3D extends HTMLElement {
  private file: HeadFile | null = null
  private scene: HeadScene | null = null
  private turn: Turn | null = null
  private watch: IntersectionObserver | null = null
  private shownMonth = 0
  private mode: Mode = 'hair'
  private status = made('p', 'head-status')

  connectedCallback(): void {
    if (this.watch || this.file) return
    this.shownMonth = Number(this.dataset['month'] ?? this.shownMonth)
    this.watch = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return
      this.watch?.disconnect()
      void this.start()
    }, { rootMargin: NEAR_SCREEN })
    this.watch.observe(this)
  }

  disconnectedCallback(): void {
    this.watch?.disconnect()
    this.scene?.end()
  }

  get month(): number {
    return this.shownMonth
  }

  set month(month: number) {
    this.shownMonth = month
    this.show()
  }

  private async start(): Promise<void> {
    const address = this.dataset['src']
    if (!address) return
    this.status.setAttribute('role', 'status')
    this.append(this.status)
    if (!canDraw()) {
      this.dataset['state'] = 'without'
      this.status.textContent = 'This browser does not draw in three dimensions (WebGL 2 is off or missing). The pictures show the same head.'
      return
    }
    this.status.textContent = 'Fetching the head...'
    try {
      const [{ HeadFile }, { HeadScene }] = await Promise.all([import('../head/file'), import('../head/scene')])
      this.file = await HeadFile.from(address)
      this.build(this.file, HeadScene)
    } catch (error) {
      console.warn('The head stays a picture:', error)
      this.querySelector('.head-stage')?.remove()
      this.dataset['state'] = 'failed'
      this.status.textContent = 'The head could not be fetched or drawn. The pictures show the same head.'
    }
  }

  private build(file: HeadFile, Drawing: typeof HeadScene): void {
    const panes = file.about.courses.length > 1 ? 2 : 1
    const stage = made('div', 'head-stage')
    const canvas = made('canvas', panes === 2 ? 'head-canvas two' : 'head-canvas')
    canvas.tabIndex = 0
    canvas.setAttribute('role', 'application')
    canvas.setAttribute('aria-roledescription', 'head that can be turned')
    stage.append(this.names(file, panes), canvas)
    this.insertBefore(stage, this.firstChild)
    const start = PLACES['Top']!
    const passes = Number(this.dataset['passes'] ?? PASSES)
    this.scene = new Drawing(canvas, file, panes, start, passes, (count, last) => {
      this.dataset['drawn'] = String(count)
      this.toggleAttribute('data-settled', last)
      if (count === 1 && this.dataset['state'] !== 'ready') this.ready()
    })
    const turn = new Turn(canvas, start, () => {
      this.scene?.look({ ...turn.place }, turn.moving)
      this.describe()
    })
    this.turn = turn
    stage.append(this.places(turn), this.modes(file), this.legend(), this.caption(file))
    new ResizeObserver(() => this.scene?.ask()).observe(canvas)
    this.show()
  }

  private ready(): void {
    this.dataset['state'] = 'ready'
    this.status.textContent = ''
    for (const child of this.children) {
      if (child !== this.status && !child.classList.contains('head-stage')) child.setAttribute('hidden', '')
    }
  }

  /** Over each head what it shows. */
  private names(file: HeadFile, panes: number): HTMLElement {
    const names = made('div', 'head-names')
    names.append(made('p', 'head-name', file.about.courses[0]))
    if (panes === 2) {
      const second = made('div', 'head-name')
      const others = file.about.courses.slice(1)
      if (others.length === 1) second.textContent = others[0] ?? ''
      else second.append(this.courses(others))
      names.append(second)
    }
    return names
  }

  private courses(others: string[]): HTMLElement {
    const label = made('label')
    const choice = made('select')
    others.forEach((name) => choice.append(new Option(name, name, false, name === this.dataset['course'])))
    choice.addEventListener('change', () => {
      this.dataset['course'] = choice.value
      this.show()
    })
    label.append(made('span', 'unseen', 'Treatment'), choice)
    return label
  }

  private places(turn: Turn): HTMLElement {
    const group = made('div', 'head-buttons')
    group.setAttribute('role', 'group')
    group.setAttribute('aria-label', 'See the head from')
    const button = (text: string, act: () => void, says = text): void => {
      const one = made('button', 'head-button', text)
      one.type = 'button'
      one.setAttribute('aria-label', says)
      one.addEventListener('click', act)
      group.append(one)
    }
    for (const [name, place] of Object.entries(PLACES)) button(name, () => turn.to(place))
    button('+', () => turn.nearer(), 'Closer')
    button('\u2212', () => turn.farther(), 'Farther')
    return group
  }

  private modes(file: HeadFile): HTMLElement {
    const set = made('fieldset', 'head-modes')
    set.append(made('legend', '', 'Shown on the head'))
    const names: [string, Mode][] = [['Hair', 'hair'], ...file.about.maps.map((map, k): [string, Mode] => [map.title, k])]
    const group = `head-mode-${Math.random().toString(36).slice(2)}`
    for (const [name, mode] of names) {
      const label = made('label')
      const box = made('input')
      box.type = 'radio'
      box.name = group
      box.checked = mode === this.mode
      box.addEventListener('change', () => {
        this.mode = mode
        this.show()
      })
      label.append(box, made('span', '', name))
      set.append(label)
    }
    return set
  }

  private legend(): HTMLElement {
    const legend = made('div', 'head-legend')
    legend.hidden = true
    return legend
  }

  private caption(file: HeadFile): HTMLElement {
    const { about } = file
    const drawn = Math.round(about.follicles / about.each_stands_for)
    const thousands = (n: number): string => `${Math.round(n / 1000)} thousand`
    return made(
      'p',
      'head-caption',
      `A map of a simulated head, not a photograph: ${thousands(drawn)} of its ${thousands(about.follicles)} follicles are ` +
        'drawn, each as wide as those it stands for, and light is simple. Compare these heads with each other, not with ' +
        'the pictures. Drag to turn; or use the buttons, or the arrow keys, + and -.',
    )
  }

  private show(): void {
    const { file, scene } = this
    if (!file || !scene) return
    this.removeAttribute('data-settled')
    const { courses, months } = file.about
    const day = nearestPlace(months, this.shownMonth)
    const second = Math.max(1, courses.indexOf(this.dataset['course'] ?? ''))
    scene.show(0, 0, day, this.mode)
    if (courses.length > 1) scene.show(1, second, day, this.mode)
    this.drawLegend(file)
    this.describe()
  }

  private drawLegend(file: HeadFile): void {
    const legend = this.querySelector<HTMLElement>('.head-legend')
    if (!legend) return
    legend.hidden = this.mode === 'hair'
    if (this.mode === 'hair') return
    const map = file.about.maps[this.mode]!
    const ramp = file.array<Uint8Array>(`ramp_${map.name}`)
    const bar = made('span', 'head-ramp')
    const stops = Array.from({ length: 9 }, (_, k) => [0, 1, 2].map((c) => ramp[3 * Math.min(255, 32 * k) + c]!).join(' '))
    bar.style.background = `linear-gradient(to right, ${stops.map((stop) => `rgb(${stop})`).join(', ')})`
    const marks = made('span', 'head-marks')
    const [low, high] = map.ends
    for (let value = low; value <= high; value += map.step) marks.append(made('span', '', String(value)))
    legend.replaceChildren(made('span', 'head-legend-title', `${map.title} [${map.unit}]`), bar, marks)
  }

  /** What is shown, for those who do not see it. */
  private describe(): void {
    const { file, turn } = this
    const canvas = this.querySelector('canvas')
    if (!file || !turn || !canvas) return
    const { courses, months, maps } = file.about
    const month = Math.round(months[nearestPlace(months, this.shownMonth)] ?? 0)
    const what = this.mode === 'hair' ? 'hair' : maps[this.mode]!.title.toLowerCase()
    const whose = courses.length > 1 ? `${courses[0]} beside ${this.dataset['course'] ?? courses[1]}` : courses[0]
    canvas.setAttribute('aria-label', `Simulated head, ${what}. ${monthInWords(month)}: ${whose}. ${from(turn)}`)
    this.dataset['shownMonth'] = String(month)
  }
}

function from(turn: Turn): string {
  const { elevation, azimuth } = turn.place
  const around = ((Math.round(azimuth) % 360) + 360) % 360
  if (elevation > 60) return 'Seen from above.'
  const sides = ['the front', 'its left', 'the back', 'its right']
  return `Seen from ${sides[Math.round(around / 90) % 4]}.`
}

function canDraw(): boolean {
  try {
    return Boolean(document.createElement('canvas').getContext('webgl2'))
  } catch {
    return false
  }
}
