const LOOK_EVERY_MS = 200
const PULSE_MS = 60

/**
 * A countdown of a session: `data-ends` is the moment of its end and `data-now` the moment when the page was made, both
 * as the server's clock has them. Time is always the difference of two moments, never a count of ticks, so that a
 * telephone that slept shows what is true when it wakes.
 *
 * Inside: what a page without scripts says, with `.left` where a clock belongs. With `data-whole` (seconds) it is the pace of
 * one pass: its bar fills, and at the end it sends the form that `data-form` names and puts the answer in the place of
 * the page's content. `data-awake` keeps the screen on.
 */
export class SessionTimer extends HTMLElement {
  private timer = 0
  private ends = 0
  private sent = false
  private lock: WakeLockSentinel | null = null
  private readonly look = (): void => this.show()

  connectedCallback(): void {
    const madeAt = Date.parse(this.dataset['now'] ?? '')
    const ends = Date.parse(this.dataset['ends'] ?? '')
    if (Number.isNaN(madeAt) || Number.isNaN(ends)) return
    // What the two clocks differ by, with the time that the page took to come.
    this.ends = Date.now() + (ends - madeAt)
    document.addEventListener('visibilitychange', this.look)
    window.addEventListener('pageshow', this.look)
    this.timer = window.setInterval(this.look, LOOK_EVERY_MS)
    if ('awake' in this.dataset) void this.stayAwake()
    this.show()
  }

  disconnectedCallback(): void {
    clearInterval(this.timer)
    document.removeEventListener('visibilitychange', this.look)
    window.removeEventListener('pageshow', this.look)
    void this.lock?.release()
    this.lock = null
  }

  private show(): void {
    const left = Math.max(0, this.ends - Date.now()) / 1000
    const whole = Number(this.dataset['whole'] ?? 0)
    if (whole) this.pace(left, whole)
    else this.clock(left)
    if (left <= 0) this.end(whole > 0)
  }

  private pace(left: number, whole: number): void {
    const bar = this.querySelector('progress')
    if (bar) bar.value = whole - left
  }

  private clock(left: number): void {
    const place = this.querySelector('.left')
    const text = clockOf(left)
    if (place && place.textContent !== text) place.textContent = text
  }

  private end(isPass: boolean): void {
    clearInterval(this.timer)
    if (document.visibilityState === 'visible') navigator.vibrate?.(PULSE_MS)
    if (isPass) {
      if (document.visibilityState === 'visible' && !this.sent) void this.send()
      return
    }
    const says = this.dataset['over']
    if (!says || this.querySelector('.over')) return
    const line = document.createElement('p')
    line.className = 'over'
    line.setAttribute('role', 'status')
    line.textContent = says
    this.replaceChildren(line)
  }

  /** Tells the server that a pass is over, and shows where the session stands then. */
  private async send(): Promise<void> {
    const form = document.getElementById(this.dataset['form'] ?? '')
    if (!(form instanceof HTMLFormElement)) return
    this.sent = true
    try {
      const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>)
      const answer = await fetch(form.action, { method: 'POST', body, credentials: 'same-origin' })
      if (!answer.ok) throw new Error(String(answer.status))
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const [here, there] = [document.querySelector('main'), page.querySelector('main')]
      if (!here || !there) throw new Error('no content')
      const focused = document.activeElement?.id
      here.replaceChildren(...there.childNodes)
      document.title = page.title
      if (focused) document.getElementById(focused)?.focus()
    } catch {
      location.reload() // without a connection the browser says so itself; nothing is lost
    }
  }

  private async stayAwake(): Promise<void> {
    try {
      this.lock = (await navigator.wakeLock?.request('screen')) ?? null
      if (!this.isConnected) await this.lock?.release()
    } catch {
      this.lock = null // a browser may refuse; the server's record tells the time all the same
    }
  }
}

/** 4:05, or 23:59:00. */
function clockOf(seconds: number): string {
  const whole = Math.ceil(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (number: number): string => String(number).padStart(2, '0')
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
