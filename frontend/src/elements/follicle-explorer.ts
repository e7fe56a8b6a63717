import { fetched } from '../page'

/** What the server says of the follicle as it is set. */
interface Follicle {
  says: string[]
  rows: { age: number; width_um: number; low90: number; high90: number; untreated_um: number; grows_years: number; empty_months: number; there_percent: number }[]
  chart: { line: string; untreated: string; band: string }
  drawing: string
  drawing_narrow: string
  drawing_says: string
}

const PAUSE_MS = 120

/**
 * The explorable follicle: `data-src` is the address of its JSON.
 *
 * Inside: a form of ranges and choices that works without this, and what it changes, marked by `data-says`,
 * `data-drawing`, `data-narrow`, `data-line`, `data-untreated`, `data-band` and `data-table`.
 */
export class FollicleExplorer extends HTMLElement {
  private form: HTMLFormElement | null = null
  private timer = 0
  private asked: AbortController | null = null

  connectedCallback(): void {
    this.form = this.querySelector('form')
    if (!this.form || !this.dataset['src']) return
    this.dataset['state'] = 'on'
    this.form.addEventListener('input', () => this.changed())
    this.form.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.ask()
    })
  }

  disconnectedCallback(): void {
    clearTimeout(this.timer)
    this.asked?.abort()
  }

  /** Shows the values at once, and asks for the follicle when the hand rests. */
  private changed(): void {
    for (const range of this.querySelectorAll<HTMLInputElement>('input[type=range]')) {
      const output = this.querySelector<HTMLOutputElement>(`output[for="${range.id}"]`)
      const unit = output?.dataset['unit']
      if (output) output.textContent = unit ? `${range.value} ${unit}` : range.value
    }
    clearTimeout(this.timer)
    this.timer = window.setTimeout(() => void this.ask(), PAUSE_MS)
  }

  private async ask(): Promise<void> {
    if (!this.form) return
    const query = new URLSearchParams([...new FormData(this.form)].map(([name, value]): [string, string] => [name, String(value)]))
    this.asked?.abort()
    const asked = (this.asked = new AbortController())
    try {
      const answer = await fetched(`${this.dataset['src']}?${query}`)
      const follicle = (await answer.json()) as Follicle
      if (asked.signal.aborted) return
      this.show(follicle)
      history.replaceState(null, '', `?${query}#follicle`)
    } catch {
      // The server cannot be reached: its own page says so.
      if (!asked.signal.aborted) this.form.submit()
    }
  }

  private show(follicle: Follicle): void {
    this.querySelector('[data-says]')?.replaceChildren(...follicle.says.map((text) => paragraph(text)))
    this.set('[data-narrow]', 'srcset', follicle.drawing_narrow)
    this.set('[data-drawing]', 'src', follicle.drawing)
    this.set('[data-drawing]', 'alt', follicle.drawing_says)
    this.set('[data-band]', 'points', follicle.chart.band)
    this.set('[data-line]', 'points', follicle.chart.line)
    this.set('[data-untreated]', 'points', follicle.chart.untreated)
    const rows = [...this.querySelectorAll('[data-table] tbody tr')]
    follicle.rows.forEach((row, k) => {
      const cells = [
        `${row.width_um.toFixed(0)} (${row.low90.toFixed(0)} to ${row.high90.toFixed(0)})`,
        row.untreated_um.toFixed(0),
        row.grows_years.toFixed(1),
        row.empty_months.toFixed(1),
        row.there_percent.toFixed(0),
      ]
      rows[k]?.querySelectorAll('td').forEach((cell, i) => (cell.textContent = cells[i] ?? ''))
    })
  }

  private set(selector: string, name: string, value: string): void {
    this.querySelector(selector)?.setAttribute(name, value)
  }
}

function paragraph(text: string): HTMLParagraphElement {
  const made = document.createElement('p')
  made.textContent = text
  return made
}
