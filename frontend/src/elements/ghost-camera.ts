import { made } from '../page'

const QUALITY = 0.95
const LARGEST_PX = 3000
const SEEN = 0.45

/**
 * A camera with the last photograph half transparent over it, so that the next one is taken from the same place.
 *
 * Inside: a field with a file input, which works without scripts and without a camera; `data-last` is the address of the
 * last photograph. What is taken becomes the file of that input; nothing is sent until the form is.
 */
export class GhostCamera extends HTMLElement {
  private stream: MediaStream | null = null
  private readonly video = made('video')
  private readonly stage = made('div', 'stage')
  private readonly status = made('p', 'help')
  private open: HTMLButtonElement | null = null

  connectedCallback(): void {
    const input = this.input
    if (!input || this.open) return
    this.status.setAttribute('role', 'status')
    if (typeof navigator.mediaDevices?.getUserMedia !== 'function') return
    this.open = this.button(this.dataset['last'] ? 'Line it up with the last one' : 'Take it here', 'quiet', () => void this.begin())
    this.append(this.open, this.status)
  }

  disconnectedCallback(): void {
    this.stop()
  }

  private get input(): HTMLInputElement | null {
    return this.querySelector('input[type=file]')
  }

  private async begin(): Promise<void> {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: { ideal: 'environment' }, width: { ideal: 2560 }, height: { ideal: 2560 } },
      })
    } catch {
      this.status.textContent = 'The camera cannot be used here. Choose a photograph instead.'
      return
    }
    this.video.srcObject = this.stream
    this.video.playsInline = true
    this.video.muted = true
    const frame = made('div', 'frame')
    frame.append(this.video)
    this.stage.replaceChildren(frame)
    const last = this.dataset['last']
    if (last) frame.append(this.ghost(last))
    const buttons = made('div', 'buttons')
    buttons.append(
      this.button('Take it', 'main', () => void this.take()),
      this.button('Close the camera', 'plain', () => this.stop()),
    )
    this.stage.append(buttons)
    this.append(this.stage)
    await this.video.play()
    this.status.textContent = last ? 'Move until both pictures lie over each other.' : ''
  }

  private ghost(address: string): HTMLImageElement {
    const picture = made('img', 'ghost')
    picture.src = address
    picture.alt = ''
    picture.style.opacity = String(SEEN)
    return picture
  }

  private async take(): Promise<void> {
    const { videoWidth: wide, videoHeight: high } = this.video
    const input = this.input
    if (!wide || !high || !input) return
    const scale = Math.min(1, LARGEST_PX / Math.max(wide, high))
    const canvas = made('canvas')
    canvas.width = Math.round(scale * wide)
    canvas.height = Math.round(scale * high)
    canvas.getContext('2d')?.drawImage(this.video, 0, 0, canvas.width, canvas.height)
    const data = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
    if (!data) return
    const files = new DataTransfer()
    files.items.add(new File([data], 'photograph.jpg', { type: 'image/jpeg' }))
    input.files = files.files
    this.stop()
    this.status.textContent = 'Taken. Keep it below, or take it again.'
  }

  private stop(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop()
    this.stream = null
    this.stage.remove()
  }

  private button(text: string, kind: string, pressed: () => void): HTMLButtonElement {
    const one = made('button', `button ${kind}`, text)
    one.type = 'button'
    one.addEventListener('click', pressed)
    return one
  }
}
