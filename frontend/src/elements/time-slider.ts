import { fetched, jsonAttribute, monthInWords } from '../page'

type ByMonth = Record<string, string>

/** What shows a month: `<head-3d>`, `<course-chart>`. */
interface ShowsMonth extends HTMLElement {
  month: number
}

const AT_ONCE = 3

/**
 * A slider through the months that moves all that shows one, together.
 *
 * Inside: a form that works without this (a labelled `<input type="range" name="month">`, a button).
 * Moved, within the element that `data-scope` names by its id (else the whole page):
 * - `data-month-src` and `data-month-alt` of pictures, `data-month-text` of anything: JSON, text by month; of months
 *   that are not there, the nearest;
 * - the `month` of `<head-3d>` and `<course-chart>`.
 */
export class TimeSlider extends HTMLElement {
  private input: HTMLInputElement | null = null
  /** Pictures by their address, as addresses within this page: those of a person may be in no cache. */
  private kept = new Map<string, Promise<string>>()
  private asked = 0

  connectedCallback(): void {
    this.input = this.querySelector('input[type=range]')
    if (!this.input) return
    this.input.form?.addEventListener('submit', (event) => event.preventDefault())
    for (const button of this.input.form?.querySelectorAll<HTMLElement>('button:not([type=button])') ?? []) {
      button.hidden = true
    }
    this.input.addEventListener('input', () => this.show())
    this.input.addEventListener('change', () => this.remember())
    this.show()
    for (const picture of this.pictures()) picture.loading = 'eager'
    void this.preload()
  }

  disconnectedCallback(): void {
    for (const address of this.kept.values()) void address.then(URL.revokeObjectURL, () => undefined)
    this.kept.clear()
  }

  get month(): number {
    return Number(this.input?.value ?? 0)
  }

  set month(month: number) {
    if (!this.input) return
    this.input.value = String(month)
    this.show()
  }

  private get scope(): ParentNode {
    return document.getElementById(this.dataset['scope'] ?? '') ?? document
  }

  private show(): void {
    const began = performance.now()
    const month = this.month
    const turn = ++this.asked
    this.say(month)
    for (const place of this.scope.querySelectorAll<HTMLElement>('[data-month-text]')) {
      const text = nearest(jsonAttribute<ByMonth>(place, 'data-month-text'), month)
      if (text !== undefined && place.textContent !== text) place.textContent = text
    }
    for (const other of this.scope.querySelectorAll<ShowsMonth>('head-3d, course-chart')) other.month = month
    const shown = [...this.pictures()].map((picture) => this.change(picture, month, turn))
    void Promise.all(shown).then(() => {
      if (turn !== this.asked) return
      this.dataset['shownMonth'] = String(month)
      this.dataset['answeredMs'] = (performance.now() - began).toFixed(1)
      this.dispatchEvent(new CustomEvent('month-shown', { bubbles: true, detail: { month } }))
    })
  }

  /** The month in words: beside the slider, and for those who hear it. */
  private say(month: number): void {
    const words = nearest(jsonAttribute<ByMonth>(this, 'data-words'), month) ?? monthInWords(month)
    this.input?.setAttribute('aria-valuetext', words)
    const output = this.querySelector('output')
    if (output) output.textContent = words
  }

  private *pictures(): Iterable<HTMLImageElement> {
    yield* this.scope.querySelectorAll<HTMLImageElement>('img[data-month-src]')
  }

  /** Puts a picture in place once it can be shown whole; a picture that cannot be had says so and is not left standing. */
  private async change(picture: HTMLImageElement, month: number, turn: number): Promise<void> {
    const address = nearest(jsonAttribute<ByMonth>(picture, 'data-month-src'), month)
    if (address === undefined) return
    const alt = nearest(jsonAttribute<ByMonth>(picture, 'data-month-alt'), month)
    if (picture.getAttribute('src') === address) return // the page came with it
    try {
      const ready = await this.picture(address)
      if (turn !== this.asked) return
      if (picture.src !== ready) {
        picture.src = ready
        await picture.decode()
      }
    } catch {
      if (turn === this.asked) picture.dataset['missing'] = ''
      return
    }
    if (turn !== this.asked) return
    delete picture.dataset['missing']
    if (alt !== undefined) picture.alt = alt
  }

  private picture(address: string): Promise<string> {
    let kept = this.kept.get(address)
    if (!kept) {
      kept = fetched(address)
        .then((answer) => answer.blob())
        .then((blob) => URL.createObjectURL(blob))
      kept.catch(() => this.kept.delete(address))
      this.kept.set(address, kept)
    }
    return kept
  }

  /** Fetches all pictures, a few at a time, those of near months first. */
  private async preload(): Promise<void> {
    const wanted: [number, string][] = []
    for (const picture of this.pictures()) {
      const all = jsonAttribute<ByMonth>(picture, 'data-month-src') ?? {}
      for (const [month, address] of Object.entries(all)) wanted.push([Math.abs(Number(month) - this.month), address])
    }
    wanted.sort((a, b) => a[0] - b[0])
    const next = async (): Promise<void> => {
      for (let one = wanted.shift(); one; one = wanted.shift()) {
        await this.picture(one[1]).catch(() => undefined)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, next))
    this.dataset['ready'] = ''
  }

  /** Keeps the month in the page's address, so that it can be reloaded and sent. */
  private remember(): void {
    if (!this.input?.name) return
    const address = new URL(location.href)
    address.searchParams.set(this.input.name, String(this.month))
    history.replaceState(history.state, '', address)
  }
}

function nearest(all: ByMonth | undefined, month: number): string | undefined {
  if (!all) return undefined
  const exact = all[String(month)]
  if (exact !== undefined) return exact
  const months = Object.keys(all).map(Number)
  months.sort((a, b) => Math.abs(a - month) - Math.abs(b - month) || a - b)
  return months[0] === undefined ? undefined : all[String(months[0])]
}
