/** The drawing of `<course-chart>`: uPlot, loaded when a page has a chart. */
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { Course, Courses } from './elements/course-chart'
import { styleValue } from './page'

/** Colors of options: dark on light and light on dark; told apart by their dashes, too. */
const LIGHT = ['#0a5c8a', '#9a4a00', '#6b3fa0', '#11693a', '#8c1d4f', '#4d5600']
const DARK = ['#7cc4f0', '#ffb066', '#c9a8f5', '#7ad9a0', '#f59abf', '#d3dc6b']
const DASHES: number[][] = [[], [10, 4], [4, 3], [12, 4, 3, 4], [7, 3], [3, 3, 9, 3]]
const UNTREATED_DASH = [5, 4]
const SHAPE = 0.62
const LOWEST_PX = 200
const HIGHEST_PX = 340
const LINE_PX = 2.25
const BAND_SHARE = 0.16

export class Chart {
  private plot: uPlot | null = null
  private month: number | null = null
  private readonly watch: ResizeObserver
  private readonly dark = matchMedia('(prefers-color-scheme: dark)')
  private width = 0

  constructor(
    private readonly place: HTMLElement,
    private readonly courses: Courses,
    private readonly chosen: () => Set<string>,
  ) {
    this.watch = new ResizeObserver(() => {
      if (Math.round(place.clientWidth) !== this.width) this.draw()
    })
    this.watch.observe(place)
    this.dark.addEventListener('change', this.draw)
    this.draw()
  }

  end(): void {
    this.watch.disconnect()
    this.dark.removeEventListener('change', this.draw)
    this.plot?.destroy()
  }

  /** Moves the line that marks a month. */
  mark(month: number): void {
    this.month = month
    this.plot?.redraw(false)
  }

  readonly draw = (): void => {
    this.width = Math.round(this.place.clientWidth)
    if (!this.width) return
    this.plot?.destroy()
    this.paintKeys()
    const shown = this.courses.options
      .map((option, index) => ({ option, index }))
      .filter(({ option }) => option.untreated || this.chosen().has(option.name))
    const data: uPlot.AlignedData = [
      this.courses.months,
      ...shown.flatMap(({ option }) => [option.low90, option.high90, option.median]),
    ]
    this.plot = new uPlot(this.options(shown), data, this.place)
  }

  private options(shown: { option: Course; index: number }[]): uPlot.Options {
    const ink = styleValue(this.place, '--muted', this.dark.matches ? '#b8bec6' : '#4a5058')
    const line = styleValue(this.place, '--line', this.dark.matches ? '#3a4048' : '#d8dce2')
    const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, font: '13px system-ui, sans-serif' }
    return {
      width: this.width,
      height: Math.max(LOWEST_PX, Math.min(HIGHEST_PX, SHAPE * this.width)),
      legend: { show: false },
      cursor: { show: false },
      padding: [12, 12, 0, 0],
      scales: { x: { time: false }, y: { range: this.range() } },
      axes: [
        { ...axis, label: 'months from today', labelSize: 22, labelFont: axis.font, incrs: [1, 3, 6, 12, 24, 60], space: 40 },
        { ...axis, size: 52 },
      ],
      series: [{}, ...shown.flatMap(({ option, index }) => this.lines(option, index))],
      bands: shown.map(({ option, index }, k) => ({
        series: [3 * k + 2, 3 * k + 1] as uPlot.Band.Bounds,
        fill: withShare(this.color(option, index), BAND_SHARE),
      })),
      hooks: { draw: [(plot) => this.drawMonth(plot, ink)] },
    }
  }

  /** The same for whatever is shown, so that nothing jumps: over all options. */
  private range(): uPlot.Range.MinMax {
    const all = this.courses.options.flatMap((one) => [...one.low90, ...one.high90])
    const low = Math.min(...all)
    const high = Math.max(...all)
    const room = 0.05 * (high - low || 1)
    return [low >= 0 && low - room < 0 ? 0 : low - room, high + room]
  }

  private lines(option: Course, index: number): uPlot.Series[] {
    const edge: uPlot.Series = { stroke: 'transparent', width: 0, points: { show: false } }
    return [
      edge,
      edge,
      { stroke: this.color(option, index), width: LINE_PX, dash: this.dash(option, index), points: { show: false } },
    ]
  }

  private color(option: Course, index: number): string {
    if (option.untreated) return this.dark.matches ? '#c6cbd2' : '#565d66'
    const table = this.dark.matches ? DARK : LIGHT
    return table[this.treatedPlace(index) % table.length] ?? '#0a5c8a'
  }

  private dash(option: Course, index: number): number[] {
    if (option.untreated) return UNTREATED_DASH
    return DASHES[this.treatedPlace(index) % DASHES.length] ?? []
  }

  private treatedPlace(index: number): number {
    return this.courses.options.slice(0, index).filter((one) => !one.untreated).length
  }

  private drawMonth(plot: uPlot, ink: string): void {
    if (this.month === null) return
    const { ctx, bbox } = plot
    const x = Math.round(plot.valToPos(this.month, 'x', true))
    ctx.save()
    ctx.strokeStyle = ink
    ctx.lineWidth = 2 * devicePixelRatio
    ctx.setLineDash([])
    ctx.beginPath()
    ctx.moveTo(x, bbox.top)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
    ctx.restore()
  }

  /** The lines beside the names of options: color and dashes as in the chart. */
  private paintKeys(): void {
    const root = this.place.parentElement
    for (const key of root?.querySelectorAll<HTMLElement>('.chart-key') ?? []) {
      const index = Number(key.dataset['option'])
      const option = this.courses.options[index]
      if (option) key.replaceChildren(keyPicture(this.color(option, index), this.dash(option, index)))
    }
  }
}

function keyPicture(color: string, dash: number[]): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(space, 'svg')
  const line = document.createElementNS(space, 'line')
  for (const [name, value] of Object.entries({ viewBox: '0 0 36 10', width: '36', height: '10' })) svg.setAttribute(name, value)
  const all = { x1: '1', x2: '35', y1: '5', y2: '5', stroke: color, 'stroke-width': '3', 'stroke-dasharray': dash.join(' ') }
  for (const [name, value] of Object.entries(all)) line.setAttribute(name, value)
  svg.append(line)
  return svg
}

function withShare(color: string, share: number): string {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16))
  return `rgba(${red}, ${green}, ${blue}, ${share})`
}
