import { fetched, made } from '../page'

interface Job {
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  place: number | null
  progress: number
  says?: string | null
  error?: string | null
}

const FIRST_WAIT_MS = 300
const LONGEST_WAIT_MS = 4000
const LONGER = 1.4
const GIVE_UP_AFTER = 8

/**
 * Waits for a job beside the page that shows it: `data-job` is its number (or `data-src` the address of its JSON),
 * `data-state` how it stands, `data-done` where to go when it is done (the same page, if not given).
 *
 * Inside: what a page without scripts shows of the job. What is heard changes only when it says something new.
 */
export class JobProgress extends HTMLElement {
  private timer = 0
  private failures = 0
  private wait = FIRST_WAIT_MS

  connectedCallback(): void {
    if (!['queued', 'running'].includes(this.dataset['state'] ?? 'queued')) return
    this.setAttribute('aria-busy', 'true')
    this.place()
    this.timer = window.setTimeout(() => void this.look(), FIRST_WAIT_MS)
  }

  disconnectedCallback(): void {
    clearTimeout(this.timer)
  }

  private place(): void {
    if (!this.querySelector('progress')) {
      const bar = made('progress')
      bar.max = 1
      bar.setAttribute('aria-label', 'Progress')
      this.prepend(bar)
    }
    let status = this.querySelector('.job-says')
    if (!status) {
      status = made('p', 'job-says')
      this.append(status)
    }
    status.setAttribute('role', 'status')
  }

  private async look(): Promise<void> {
    const address = this.dataset['src'] ?? `/jobs/${this.dataset['job'] ?? ''}.json`
    let job: Job
    try {
      job = (await (await fetched(address)).json()) as Job
      this.failures = 0
    } catch {
      this.failures += 1
      if (this.failures >= GIVE_UP_AFTER) return this.end('The server does not answer. Reload this page later.')
      return this.again()
    }
    this.show(job)
  }

  private show(job: Job): void {
    this.dataset['state'] = job.state
    if (job.state === 'done') {
      this.end('Done.')
      const next = this.dataset['done']
      if (next) location.assign(next)
      else location.reload()
      return
    }
    if (job.state === 'failed') return this.end(job.error || job.says || 'This could not be worked out.')
    if (job.state === 'cancelled') return this.end(job.says || 'Cancelled.')
    const bar = this.querySelector('progress')
    // A job that has only just begun cannot say how far it is: its bar moves, and does not stand at nothing.
    if (bar && job.state === 'running' && job.progress > 0) bar.value = job.progress
    else bar?.removeAttribute('value')
    this.say(words(job))
    this.again()
  }

  private again(): void {
    this.timer = window.setTimeout(() => void this.look(), this.wait)
    this.wait = Math.min(LONGER * this.wait, LONGEST_WAIT_MS)
  }

  private say(text: string): void {
    const status = this.querySelector('[role=status]')
    if (status && status.textContent !== text) status.textContent = text
  }

  private end(text: string): void {
    clearTimeout(this.timer)
    this.removeAttribute('aria-busy')
    this.say(text)
  }
}

/** What is said of a job that is not over: steps of five percent, so that nobody hears a hundred of them. */
function words(job: Job): string {
  if (job.state === 'queued') {
    if (!job.place || job.place <= 1) return 'Next in line.'
    return `Number ${job.place} in line.`
  }
  if (job.progress <= 0) return job.says || 'It has begun.'
  const percent = Math.min(95, 5 * Math.floor(20 * job.progress))
  return job.says ? `${job.says} ${percent} %` : `${percent} %`
}
