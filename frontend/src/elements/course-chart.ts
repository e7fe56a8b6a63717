import type { Chart } from '../chart'
import { dataOf, made, monthInWords } from '../page'

/** A course under one option: its median and the band in which 90 of 100 virtual people lie. */
export interface Course {
  name: string
  untreated?: boolean
  median: number[]
  low90: number[]
  high90: number[]
}

/** What a chart shows. */
export interface Courses {
  title: string
  unit: string
  months: number[]
  options: Course[]
}

/**
 * A chart of courses: one option with its band beside no treatment, others by a tap.
 *
 * Data: JSON (`Courses`) in a script block inside, or at the address in `data-src`.
 * Inside: the server's picture, which stays where this fails, and its table, if it has one; else one is made.
 */
export class CourseChart extends HTMLElement {
  private courses: Courses | null = null
  private chart: Chart | null = null
  private chosen = new Set<string>()
  private shownMonth: number | null = null

  connectedCallback(): void {
    if (!this.courses) void this.start()
  }

  disconnectedCallback(): void {
    this.chart?.end()
  }

  get month(): number {
    return this.shownMonth ?? 0
  }

  set month(month: number) {
    this.shownMonth = month
    this.chart?.mark(month)
    this.describe()
  }

  private async start(): Promise<void> {
    try {
      const [courses, { Chart }] = await Promise.all([dataOf<Courses>(this), import('../chart')])
      this.courses = courses
      const first = courses.options.find((one) => !one.untreated)
      if (first) this.chosen.add(first.name)
      const place = this.build(courses)
      this.chart = new Chart(place, courses, () => this.chosen)
    } catch (error) {
      console.warn('The chart stays a picture:', error)
      return
    }
    if (this.shownMonth !== null) this.chart.mark(this.shownMonth)
    this.describe()
    this.dataset['ready'] = ''
  }

  private build(courses: Courses): HTMLElement {
    const place = made('div', 'chart-place')
    place.setAttribute('role', 'img')
    const table = this.querySelector('details') ?? tableOf(courses)
    for (const picture of this.querySelectorAll<SVGElement | HTMLImageElement>(':scope > svg, :scope > img')) {
      picture.setAttribute('hidden', '')
    }
    this.append(made('p', 'chart-title', `${courses.title} [${courses.unit}]`), place, this.choices(courses), table)
    return place
  }

  /** What is drawn: no treatment always, others as the reader likes. */
  private choices(courses: Courses): HTMLElement {
    const set = made('fieldset', 'chart-choices')
    set.append(made('legend', '', 'Shown (line: half do better, half worse; band: 90 of 100 virtual people)'))
    courses.options.forEach((option, index) => {
      const label = made('label', `chart-choice chart-choice-${index}`)
      const box = made('input')
      box.type = 'checkbox'
      box.checked = Boolean(option.untreated) || this.chosen.has(option.name)
      box.disabled = Boolean(option.untreated)
      box.addEventListener('change', () => {
        if (box.checked) this.chosen.add(option.name)
        else this.chosen.delete(option.name)
        this.chart?.draw()
        this.describe()
      })
      const key = made('span', 'chart-key')
      key.setAttribute('aria-hidden', 'true')
      key.dataset['option'] = String(index)
      label.append(box, key, made('span', '', option.name))
      set.append(label)
    })
    return set
  }

  /** The chart in words. */
  private describe(): void {
    const place = this.querySelector('.chart-place')
    if (!this.courses || !place) return
    const { title, unit, months, options } = this.courses
    const at = nearestPlace(months, this.shownMonth ?? months[months.length - 1] ?? 0)
    const shown = options.filter((one) => one.untreated || this.chosen.has(one.name))
    const says = shown.map(
      (one) => `${one.name}: ${text(one.median[at])}, 90 of 100 from ${text(one.low90[at])} to ${text(one.high90[at])}`,
    )
    place.setAttribute('aria-label', `${title}, ${unit}. ${monthInWords(months[at] ?? 0)}: ${says.join('; ')}.`)
  }
}

/** All numbers, behind a toggle. */
function tableOf(courses: Courses): HTMLElement {
  const details = made('details', 'chart-table')
  const scroll = made('div', 'scroll')
  scroll.tabIndex = 0
  scroll.setAttribute('role', 'region')
  scroll.setAttribute('aria-label', `${courses.title}: numbers`)
  const table = made('table')
  table.append(made('caption', '', `${courses.title} [${courses.unit}]: median (90 of 100 from - to)`))
  const head = table.createTHead().insertRow()
  for (const name of ['Month', ...courses.options.map((one) => one.name)]) {
    const cell = made('th', '', name)
    cell.scope = 'col'
    head.append(cell)
  }
  const body = table.createTBody()
  courses.months.forEach((month, k) => {
    const row = body.insertRow()
    const first = made('th', '', String(month))
    first.scope = 'row'
    row.append(first)
    for (const one of courses.options) {
      row.insertCell().textContent = `${text(one.median[k])} (${text(one.low90[k])} - ${text(one.high90[k])})`
    }
  })
  scroll.append(table)
  details.append(made('summary', '', 'The numbers as a table'), scroll)
  return details
}

function text(value: number | undefined): string {
  if (value === undefined) return 'not known'
  const size = Math.abs(value)
  return size >= 20 ? value.toFixed(0) : size >= 2 ? value.toFixed(1) : value.toFixed(2)
}

export function nearestPlace(months: number[], month: number): number {
  let best = 0
  months.forEach((one, k) => {
    if (Math.abs(one - month) < Math.abs((months[best] ?? 0) - month)) best = k
  })
  return best
}
