import { made } from '../page'

interface Fault {
  line: number | null
  says: string
}

interface Checked {
  fault: Fault | null
  reads: string
}

const WAIT_MS = 700

/**
 * Improves the text field of a trial: numbers beside its lines, and what the server finds wrong with it while one writes.
 *
 * Inside: the field as a page without scripts has it. `data-check` is where a text is sent to be read, `data-line` the
 * line that was wrong when the page was made.
 */
export class TrialEditor extends HTMLElement {
  private area: HTMLTextAreaElement | null = null
  private numbers = made('ol', 'editor-numbers')
  private status = made('p', 'editor-says')
  private timer = 0
  private asked = 0
  private wrong = 0
  private stops = new AbortController()

  connectedCallback(): void {
    this.area = this.querySelector('textarea')
    if (!this.area || this.querySelector('.editor')) return
    this.wrong = Number(this.dataset['line'] ?? 0)
    const frame = made('div', 'editor')
    this.numbers.setAttribute('aria-hidden', 'true')
    this.status.setAttribute('role', 'status')
    this.area.before(frame)
    frame.append(this.numbers, this.area)
    frame.after(this.status)
    const signal = this.stops.signal
    this.area.addEventListener('input', () => this.changed(), { signal })
    this.area.addEventListener('scroll', () => this.follow(), { signal, passive: true })
    this.number()
  }

  disconnectedCallback(): void {
    clearTimeout(this.timer)
    this.stops.abort()
  }

  private changed(): void {
    this.number()
    clearTimeout(this.timer)
    this.timer = window.setTimeout(() => void this.check(), WAIT_MS)
  }

  /** Writes a number for each line; the wrong one is marked by more than its color. */
  private number(): void {
    const count = (this.area?.value.split('\n').length ?? 1) || 1
    while (this.numbers.childElementCount > count) this.numbers.lastElementChild?.remove()
    while (this.numbers.childElementCount < count) this.numbers.append(made('li'))
    Array.from(this.numbers.children).forEach((line, k) => line.classList.toggle('wrong', k + 1 === this.wrong))
    this.follow()
  }

  private follow(): void {
    if (this.area) this.numbers.scrollTop = this.area.scrollTop
  }

  private async check(): Promise<void> {
    const address = this.dataset['check']
    if (!address || !this.area) return
    const turn = ++this.asked
    try {
      const answer = await fetch(address, {
        method: 'POST',
        credentials: 'same-origin',
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': token() },
        body: JSON.stringify({ text: this.area.value }),
        signal: this.stops.signal,
      })
      if (!answer.ok) throw new Error(String(answer.status))
      const checked = (await answer.json()) as Checked
      if (turn === this.asked) this.show(checked)
    } catch {
      // The button below checks it as well.
    }
  }

  private show({ fault, reads }: Checked): void {
    this.wrong = fault?.line ?? 0
    this.area?.setAttribute('aria-invalid', String(fault !== null))
    this.status.classList.toggle('wrong', fault !== null)
    const place = fault?.line ? `Line ${fault.line}: ` : ''
    this.status.textContent = fault ? place + fault.says : `It reads well. ${reads}`
    this.number()
  }
}

function token(): string {
  return document.querySelector<HTMLMetaElement>('meta[name=csrf-token]')?.content ?? ''
}
