/** The file of a head: JSON on what is in it, then arrays (written by `anagen.web.heads`). */
import { fetched } from '../page'

const MAGIC = 'anagen01'

/** What the file says of itself. */
export interface About {
  version: number
  sex: string
  months: number[]
  courses: string[]
  origin_mm: [number, number, number]
  step_mm: number
  points: number
  follicles: number
  each_stands_for: number
  thickest_um: number
  margin_step_mm: number
  long: boolean
  hair_color: [number, number, number]
  gray_color: [number, number, number]
  cape_from_mm: number
  cape_color: [number, number, number]
  maps: { name: string; title: string; unit: string; ends: [number, number]; step: number }[]
}

type Numbers = Uint8Array | Int8Array | Uint16Array | Uint32Array | Float32Array

const KINDS = { uint8: Uint8Array, int8: Int8Array, uint16: Uint16Array, uint32: Uint32Array, float32: Float32Array }

interface Place {
  type: keyof typeof KINDS
  shape: number[]
  at: number
}

/** A head, with its days put together again from their differences. */
export class HeadFile {
  private constructor(
    readonly about: About,
    private readonly arrays: Map<string, { values: Numbers; shape: number[] }>,
  ) {}

  static async from(address: string): Promise<HeadFile> {
    return HeadFile.read(await (await fetched(address)).arrayBuffer())
  }

  static read(content: ArrayBuffer): HeadFile {
    if (new TextDecoder().decode(new Uint8Array(content, 0, MAGIC.length)) !== MAGIC) {
      throw new Error('this is not the file of a head')
    }
    const start = MAGIC.length + 4
    const length = new DataView(content).getUint32(MAGIC.length, true)
    const { arrays, ...about } = JSON.parse(new TextDecoder().decode(new Uint8Array(content, start, length))) as About & {
      arrays: Record<string, Place>
    }
    const found = new Map<string, { values: Numbers; shape: number[] }>()
    for (const [name, place] of Object.entries(arrays)) {
      const count = place.shape.reduce((product, one) => product * one, 1)
      found.set(name, { values: new KINDS[place.type](content, start + length + place.at, count), shape: place.shape })
    }
    const file = new HeadFile(about, found)
    about.courses.forEach((_name, k) => {
      file.together(`hair${k}`)
      file.together(`map${k}`)
    })
    return file
  }

  array<T extends Numbers>(name: string): T {
    return this.entry(name).values as T
  }

  shape(name: string): number[] {
    return this.entry(name).shape
  }

  /** The part of an array with a first axis of days, and a second one, that belongs to one day and one place. */
  slice(name: string, day: number, place: number): Uint8Array {
    const { values, shape } = this.entry(name)
    const [, second = 1, each = 1] = shape
    const start = (day * second + place) * each
    return (values as Uint8Array).subarray(start, start + each)
  }

  private entry(name: string): { values: Numbers; shape: number[] } {
    const entry = this.arrays.get(name)
    if (!entry) throw new Error(`the file of the head has no ${name}`)
    return entry
  }

  /** From the second day on a file holds differences from the day before. */
  private together(name: string): void {
    const { values, shape } = this.entry(name)
    const each = (shape[1] ?? 1) * (shape[2] ?? 1)
    for (let k = each; k < values.length; k++) values[k] = (values[k] ?? 0) + (values[k - each] ?? 0)
  }
}
