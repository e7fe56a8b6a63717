/** Turning a head: by mouse and finger, keys and buttons. Angles are about the middle of the head. */
import { stillness } from '../page'

/** From where a head is seen. */
export interface Place {
  /** From in front (0) over the top (90). [degree] */
  elevation: number
  /** Towards the subject's left. [degree] */
  azimuth: number
  /** 1 shows the whole head. */
  closer: number
}

export const PLACES: Record<string, Place> = {
  Front: { elevation: 22, azimuth: 0, closer: 1 },
  Top: { elevation: 74, azimuth: 0, closer: 1.1 },
  Back: { elevation: 26, azimuth: 180, closer: 1 },
  'Left side': { elevation: 14, azimuth: 90, closer: 1 },
  'Right side': { elevation: 14, azimuth: -90, closer: 1 },
}

const LOWEST = -10
const HIGHEST = 88
const FARTHEST = 0.8
const CLOSEST = 2.6
const STEP_DEG = 15
const CLOSER_STEP = 1.2
const DEGREES_PER_PX = 0.5
const TURN_MS = 350

export class Turn {
  place: Place
  /** Whether it is being turned right now. */
  moving = false
  private frame = 0
  private settle = 0

  constructor(
    private readonly canvas: HTMLCanvasElement,
    start: Place,
    private readonly changed: () => void,
  ) {
    this.place = { ...start }
    // A finger that moves up or down scrolls the page; one that moves sideways turns the head.
    canvas.style.touchAction = 'pan-y pinch-zoom'
    canvas.addEventListener('pointerdown', this.press)
    canvas.addEventListener('keydown', this.key)
  }

  /** Turns to a place, at once for those who want no motion. */
  to(goal: Place): void {
    cancelAnimationFrame(this.frame)
    const from = { ...this.place }
    const around = ((((goal.azimuth - from.azimuth) % 360) + 540) % 360) - 180
    const began = performance.now()
    const share = (now: number): number => (stillness() ? 1 : Math.min(1, Math.max(0, now - began) / TURN_MS))
    const step = (now: number): void => {
      const t = share(now)
      const soft = t * t * (3 - 2 * t)
      this.place = {
        elevation: from.elevation + soft * (goal.elevation - from.elevation),
        azimuth: from.azimuth + soft * around,
        closer: from.closer + soft * (goal.closer - from.closer),
      }
      this.moving = t < 1
      this.changed()
      if (t < 1) this.frame = requestAnimationFrame(step)
    }
    step(performance.now())
  }

  by(elevation: number, azimuth: number): void {
    cancelAnimationFrame(this.frame)
    this.place.elevation = Math.max(LOWEST, Math.min(HIGHEST, this.place.elevation + elevation))
    this.place.azimuth += azimuth
    this.changed()
  }

  closer(times: number): void {
    cancelAnimationFrame(this.frame)
    this.place.closer = Math.max(FARTHEST, Math.min(CLOSEST, this.place.closer * times))
    this.changed()
  }

  nearer(): void {
    this.closer(CLOSER_STEP)
  }

  farther(): void {
    this.closer(1 / CLOSER_STEP)
  }

  private readonly press = (down: PointerEvent): void => {
    if (down.button !== 0) return
    let [x, y] = [down.clientX, down.clientY]
    const finger = down.pointerType === 'touch'
    this.canvas.setPointerCapture(down.pointerId)
    const move = (event: PointerEvent): void => {
      if (event.pointerId !== down.pointerId) return
      this.moving = true
      this.by(finger ? 0 : DEGREES_PER_PX * (event.clientY - y), -DEGREES_PER_PX * (event.clientX - x))
      ;[x, y] = [event.clientX, event.clientY]
    }
    const up = (event: PointerEvent): void => {
      if (event.pointerId !== down.pointerId) return
      this.canvas.removeEventListener('pointermove', move)
      this.canvas.removeEventListener('pointerup', up)
      this.canvas.removeEventListener('pointercancel', up)
      this.still()
    }
    this.canvas.addEventListener('pointermove', move)
    this.canvas.addEventListener('pointerup', up)
    this.canvas.addEventListener('pointercancel', up)
  }

  private readonly key = (event: KeyboardEvent): void => {
    const keys: Record<string, () => void> = {
      ArrowLeft: () => this.by(0, -STEP_DEG),
      ArrowRight: () => this.by(0, STEP_DEG),
      ArrowUp: () => this.by(STEP_DEG, 0),
      ArrowDown: () => this.by(-STEP_DEG, 0),
      '+': () => this.nearer(),
      '=': () => this.nearer(),
      '-': () => this.farther(),
    }
    const act = keys[event.key]
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    act()
  }

  private still(): void {
    cancelAnimationFrame(this.settle)
    this.settle = requestAnimationFrame(() => {
      this.moving = false
      this.changed()
    })
  }
}
