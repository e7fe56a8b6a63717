/** The drawing of a head: three.js, loaded when somebody looks at one. One or two heads share camera and light. */
import {
  BufferAttribute,
  BufferGeometry,
  Camera,
  Color,
  DataTexture,
  DoubleSide,
  DynamicDrawUsage,
  GLSL3,
  HalfFloatType,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  LinearFilter,
  Mesh,
  NearestFilter,
  NoBlending,
  NormalBlending,
  PerspectiveCamera,
  RawShaderMaterial,
  RGBAFormat,
  RGBAIntegerFormat,
  Scene,
  UnsignedByteType,
  UnsignedShortType,
  Vector3,
  WebGLRenderer,
  WebGLRenderTarget,
} from 'three'
import type { HeadFile } from './file'
import * as glsl from './shaders'
import type { Place } from './turn'

/** What a picture shows: hair, or one of the file's maps by its place. */
export type Mode = 'hair' | number

const VIEW_DEG = 14
const DISTANCE_MM = 1150
const SHOWN_MM = 268
const TARGET_MM = new Vector3(0, 22, 50)
const TEXTURE_WIDTH = 2048
/** A pass that takes longer is slow: then fewer hairs are drawn, each wider, in fewer passes. */
const SLOW_MS = 180
const FEW_PASSES = 4
/** What part of the hairs is drawn, where it is slow and while the head moves. */
const SLOW_PART = 1 / 3
const MOVING_PART = 1 / 3
const SOFTWARE = /swiftshader|llvmpipe|software|basic render/i
const POLL_MS = 6
/** With pigment, without, of a brow: as shaders are told. */
const KINDS = [0, 127, -127]
const MOST_PX_RATIO = 2
const JITTER: [number, number] = [0.7548776662, 0.5698402909]

/** One head of the picture, under one course. */
class Pane {
  readonly scene = new Scene()
  private readonly state: InstancedBufferAttribute
  private readonly density: BufferAttribute
  private readonly value: BufferAttribute
  private readonly hair: Mesh<InstancedBufferGeometry, RawShaderMaterial>
  readonly surface: RawShaderMaterial
  private readonly count: number
  private readonly widest: number

  constructor(
    private readonly file: HeadFile,
    shared: Shared,
  ) {
    const count = shared.hairs
    this.count = count
    this.widest = (file.about.thickest_um / 1000) * file.about.each_stands_for
    this.state = changing(new Uint8Array(2 * count), 2)
    this.density = new BufferAttribute(new Uint8Array(shared.vertices), 1, true)
    this.value = new BufferAttribute(new Uint8Array(shared.vertices), 1, true)
    const skin = shared.surface.clone()
    skin.setAttribute('density', this.density.setUsage(DynamicDrawUsage))
    skin.setAttribute('value', this.value.setUsage(DynamicDrawUsage))
    this.surface = shared.surfaceMaterial()
    this.hair = shared.hairMesh(this.state)
    this.scene.background = null
    this.scene.add(new Mesh(skin, this.surface), this.hair)
    for (const mesh of this.scene.children) mesh.frustumCulled = false
  }

  show(course: number, day: number, mode: Mode): void {
    const thick = this.file.slice(`hair${course}`, day, 0)
    const long = this.file.slice(`hair${course}`, day, 1)
    const all = this.state.array as Uint8Array
    for (let i = 0; i < thick.length; i++) {
      all[2 * i] = thick[i]!
      all[2 * i + 1] = long[i]!
    }
    const place = this.file.array<Uint32Array>('scalp_vertex')
    const density = this.file.slice(`map${course}`, day, 0)
    const value = this.file.slice(`map${course}`, day, mode === 'hair' ? 0 : mode)
    place.forEach((vertex, k) => {
      this.density.array[vertex] = density[k]!
      this.value.array[vertex] = value[k]!
    })
    for (const one of [this.state, this.density, this.value]) one.needsUpdate = true
  }

  /** Draws the first part of the hairs, which are spread over the head like all of them, as wide as all together. */
  prepare(mode: Mode, part: number): void {
    this.hair.visible = mode === 'hair'
    const count = Math.ceil(part * this.count)
    this.hair.geometry.instanceCount = count
    this.hair.material.uniforms['widest']!.value = (this.widest * this.count) / count
    this.surface.uniforms['asMap']!.value = mode !== 'hair'
  }
}

/** What all heads of the picture share: surface, strands, materials. */
class Shared {
  readonly hairs: number
  readonly vertices: number
  readonly surface = new BufferGeometry()
  private readonly strands: DataTexture
  private readonly kind: Int8Array
  private readonly ramps: DataTexture[]
  readonly materials: RawShaderMaterial[] = []
  readonly hair: Color
  readonly gray: Color

  constructor(private readonly file: HeadFile) {
    const { about } = file
    this.hairs = file.shape('tint')[0] ?? 0
    this.vertices = file.shape('vertices')[0] ?? 0
    this.hair = new Color().setRGB(...about.hair_color)
    this.gray = new Color().setRGB(...about.gray_color)
    const steps = file.array<Uint16Array>('vertices')
    const places = Float32Array.from(steps, (step, k) => step * about.step_mm + about.origin_mm[k % 3]!)
    const margin = Float32Array.from(file.array<Int8Array>('margin'), (step) => step * about.margin_step_mm)
    this.surface.setIndex(new BufferAttribute(file.array<Uint16Array>('triangles'), 1))
    this.surface.setAttribute('position', new BufferAttribute(places, 3))
    this.surface.setAttribute('normal', new BufferAttribute(padded(file.array<Int8Array>('normals')), 4, true))
    this.surface.setAttribute('color', new BufferAttribute(padded(file.array<Uint8Array>('colors')), 4, true))
    this.surface.setAttribute('margin', new BufferAttribute(margin, 1))
    this.strands = strandTexture(file.array<Uint16Array>('strands'))
    const tint = file.array<Int8Array>('tint')
    const gray = file.array<Uint8Array>('gray')
    this.kind = new Int8Array(2 * this.hairs)
    tint.forEach((one, k) => {
      this.kind[2 * k] = one
      this.kind[2 * k + 1] = KINDS[gray[k]!] ?? 0
    })
    this.ramps = about.maps.map(({ name }) => rampTexture(file.array<Uint8Array>(`ramp_${name}`)))
  }

  ramp(mode: Mode): DataTexture {
    return this.ramps[mode === 'hair' ? 0 : mode]!
  }

  surfaceMaterial(): RawShaderMaterial {
    return new RawShaderMaterial({
      glslVersion: GLSL3,
      vertexShader: glsl.SURFACE_VERTEX,
      fragmentShader: glsl.SURFACE_PIXEL,
      uniforms: {
        hair: { value: this.hair },
        cape: { value: new Color().setRGB(...this.file.about.cape_color) },
        capeFrom: { value: this.file.about.cape_from_mm },
        asMap: { value: false },
        ramp: { value: this.ramps[0] },
      },
    })
  }

  hairMesh(state: InstancedBufferAttribute): Mesh<InstancedBufferGeometry, RawShaderMaterial> {
    const { about } = this.file
    const geometry = new InstancedBufferGeometry()
    const sides = about.points - 1
    const index = Array.from({ length: sides }, (_, k) => [0, 1, 2, 2, 1, 3].map((corner) => 2 * k + corner)).flat()
    geometry.setIndex(index)
    geometry.setAttribute('position', new BufferAttribute(new Float32Array(6 * about.points), 3))
    geometry.setAttribute('state', state)
    geometry.setAttribute('kind', new InstancedBufferAttribute(this.kind, 2, true))
    const material = new RawShaderMaterial({
      glslVersion: GLSL3,
      vertexShader: glsl.HAIR_VERTEX,
      fragmentShader: glsl.HAIR_PIXEL,
      side: DoubleSide,
      uniforms: {
        strands: { value: this.strands },
        points: { value: about.points },
        textureWidth: { value: TEXTURE_WIDTH },
        stepMm: { value: about.step_mm },
        originMm: { value: new Vector3(...about.origin_mm) },
        centerMm: { value: new Vector3(0, 15, 50) },
        widest: { value: 1 },
        pxMm: { value: 1 },
        pass: { value: 0 },
        hair: { value: this.hair },
        gray: { value: this.gray },
      },
    })
    this.materials.push(material)
    return new Mesh(geometry, material)
  }
}

export class HeadScene {
  /** How many pictures were laid over each other since something changed. */
  passes = 0
  private readonly renderer: WebGLRenderer
  private readonly gl: WebGL2RenderingContext
  private readonly shared: Shared
  private readonly panes: Pane[]
  private readonly camera = new PerspectiveCamera(VIEW_DEG, 1, 200, 3000)
  private readonly one: WebGLRenderTarget
  private readonly sum: WebGLRenderTarget
  private readonly sheet: Mesh
  private readonly add = sheetMaterial(true)
  private readonly copy = sheetMaterial(false)
  private readonly sheetScene = new Scene()
  private place: Place
  private moving = false
  private mode: Mode = 'hair'
  private frame = 0
  private timer = 0
  private underWay = false
  private ended = false
  private everDrawn = 0
  private slow = false
  private width = 0
  private height = 0

  constructor(
    private readonly canvas: HTMLCanvasElement,
    file: HeadFile,
    panes: number,
    start: Place,
    private readonly most: number,
    private readonly drawn: (passes: number, last: boolean) => void,
  ) {
    this.place = start
    this.renderer = new WebGLRenderer({ canvas, antialias: false, alpha: false, powerPreference: 'low-power' })
    this.gl = this.renderer.getContext() as WebGL2RenderingContext
    this.renderer.autoClear = false
    this.renderer.outputColorSpace = 'srgb-linear' // colors are made ready to be shown where pictures are laid together
    this.shared = new Shared(file)
    this.panes = Array.from({ length: panes }, () => new Pane(file, this.shared))
    this.one = new WebGLRenderTarget(4, 4, { samples: 4 })
    this.sum = new WebGLRenderTarget(4, 4, { type: HalfFloatType, depthBuffer: false })
    const triangle = new BufferGeometry()
    triangle.setAttribute('position', new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3))
    this.sheet = new Mesh(triangle, this.add)
    this.sheet.frustumCulled = false
    this.sheetScene.add(this.sheet)
    if (SOFTWARE.test(rendererName(this.gl))) this.slowDown()
  }

  /** Shows a course and a day in one of the panes. */
  show(pane: number, course: number, day: number, mode: Mode): void {
    this.mode = mode
    const one = this.panes[pane]
    if (!one) return
    one.show(course, day, mode)
    one.surface.uniforms['ramp']!.value = this.shared.ramp(mode)
    this.ask()
  }

  look(place: Place, moving: boolean): void {
    this.place = place
    this.moving = moving
    this.ask()
  }

  /** Draws anew, from the first pass on. */
  ask(): void {
    this.passes = 0
    this.next()
  }

  end(): void {
    this.ended = true
    cancelAnimationFrame(this.frame)
    clearTimeout(this.timer)
    this.renderer.dispose()
    this.one.dispose()
    this.sum.dispose()
  }

  /** The next pass, unless one is asked for or under way. */
  private next(): void {
    if (!this.frame && !this.underWay && !this.ended) this.frame = requestAnimationFrame(this.step)
  }

  private readonly step = (): void => {
    this.frame = 0
    this.fit()
    if (!this.width || !this.height) return
    const began = performance.now()
    this.pass()
    this.passes += 1
    this.underWay = true
    const mark = this.gl.fenceSync(this.gl.SYNC_GPU_COMMANDS_COMPLETE, 0)
    this.gl.flush()
    this.wait(mark, began)
  }

  /** Waits until a pass is really drawn: else a slow machine would be given one after the other, and stand still. */
  private readonly wait = (mark: WebGLSync | null, began: number): void => {
    if (mark && this.gl.clientWaitSync(mark, 0, 0) === this.gl.TIMEOUT_EXPIRED) {
      this.timer = window.setTimeout(this.wait, POLL_MS, mark, began)
      return
    }
    this.gl.deleteSync(mark)
    this.underWay = false
    const first = this.everDrawn === 0 // which is slow everywhere: programs are compiled
    this.everDrawn += 1
    if (!first && performance.now() - began > SLOW_MS) this.slowDown()
    const most = this.moving ? 1 : this.slow ? Math.min(this.most, FEW_PASSES) : this.most
    if (this.passes > 0) this.drawn(this.passes, this.passes >= most && !this.moving)
    if (this.passes < most) this.next()
  }

  private slowDown(): void {
    if (this.slow) return
    this.slow = true
    this.one.dispose()
    this.one.samples = 0
  }

  /** As large as it is shown. */
  private fit(): void {
    const ratio = Math.min(devicePixelRatio, MOST_PX_RATIO)
    const width = Math.round(this.canvas.clientWidth * ratio)
    const height = Math.round(this.canvas.clientHeight * ratio)
    if (width === this.width && height === this.height) return
    this.width = width
    this.height = height
    if (!width || !height) return
    this.renderer.setPixelRatio(1)
    this.renderer.setSize(width, height, false)
    this.one.setSize(width, height)
    this.sum.setSize(width, height)
  }

  /** One picture of all heads, laid over those before it: each pass has another jitter and other chances of hair. */
  private pass(): void {
    const paneWidth = Math.floor(this.width / this.panes.length)
    this.aim(paneWidth)
    for (const material of this.shared.materials) material.uniforms['pass']!.value = this.passes
    this.renderer.setRenderTarget(this.one)
    this.renderer.setClearColor(BACKGROUND, 1)
    this.one.scissorTest = true
    const part = (this.slow ? SLOW_PART : 1) * (this.moving ? MOVING_PART : 1)
    this.panes.forEach((pane, k) => {
      pane.prepare(this.mode, part)
      this.one.viewport.set(k * paneWidth, 0, paneWidth, this.height)
      this.one.scissor.set(k * paneWidth, 0, this.width - k * paneWidth, this.height)
      this.renderer.setRenderTarget(this.one)
      this.renderer.clear()
      this.renderer.render(pane.scene, this.camera)
    })
    this.lay(this.add, this.one, 1 / (this.passes + 1), this.sum)
    this.lay(this.copy, this.sum, 1, null)
  }

  private lay(material: RawShaderMaterial, from: WebGLRenderTarget, weight: number, to: WebGLRenderTarget | null): void {
    material.uniforms['sheet']!.value = from.texture
    material.uniforms['weight']!.value = weight
    this.sheet.material = material
    this.renderer.setRenderTarget(to)
    this.renderer.render(this.sheetScene, NO_CAMERA)
  }

  private aim(paneWidth: number): void {
    const { elevation, azimuth, closer } = this.place
    const [up, around] = [(elevation * Math.PI) / 180, (azimuth * Math.PI) / 180]
    const away = new Vector3(Math.sin(around) * Math.cos(up), Math.sin(up), Math.cos(around) * Math.cos(up))
    this.camera.position.copy(TARGET_MM).addScaledVector(away, DISTANCE_MM)
    this.camera.up.set(0, 1, 0)
    this.camera.lookAt(TARGET_MM)
    const narrow = Math.min(paneWidth, this.height)
    const shown = (SHOWN_MM / closer) * (this.height / narrow)
    this.camera.fov = (360 / Math.PI) * Math.atan(shown / 2 / DISTANCE_MM)
    this.camera.aspect = paneWidth / this.height
    const jitter = JITTER.map((step) => ((this.passes * step) % 1) - 0.5) as [number, number]
    this.camera.setViewOffset(paneWidth, this.height, ...jitter, paneWidth, this.height)
    this.camera.updateProjectionMatrix()
    for (const material of this.shared.materials) material.uniforms['pxMm']!.value = shown / DISTANCE_MM / this.height
  }
}

const BACKGROUND = new Color(0.115, 0.135, 0.155)
const NO_CAMERA = new Camera()

function rendererName(gl: WebGL2RenderingContext): string {
  const about = gl.getExtension('WEBGL_debug_renderer_info')
  return about ? String(gl.getParameter(about.UNMASKED_RENDERER_WEBGL)) : ''
}

function sheetMaterial(adding: boolean): RawShaderMaterial {
  return new RawShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: glsl.SHEET_VERTEX,
    fragmentShader: glsl.SHEET_PIXEL,
    depthTest: false,
    depthWrite: false,
    transparent: adding,
    blending: adding ? NormalBlending : NoBlending,
    uniforms: { sheet: { value: null }, weight: { value: 1 } },
  })
}

function changing(values: Uint8Array, each: number): InstancedBufferAttribute {
  return new InstancedBufferAttribute(values, each, true).setUsage(DynamicDrawUsage)
}

/** Threes in fours: graphics cards want rows of four bytes. */
function padded<T extends Int8Array | Uint8Array>(values: T): T {
  const four = new (values.constructor as new (length: number) => T)((values.length / 3) * 4)
  for (let k = 0; k < values.length / 3; k++) for (let c = 0; c < 3; c++) four[4 * k + c] = values[3 * k + c]!
  return four
}

function strandTexture(steps: Uint16Array): DataTexture {
  const height = Math.ceil(steps.length / 3 / TEXTURE_WIDTH)
  const four = new Uint16Array(4 * TEXTURE_WIDTH * height)
  for (let k = 0; k < steps.length / 3; k++) for (let c = 0; c < 3; c++) four[4 * k + c] = steps[3 * k + c]!
  const texture = new DataTexture(four, TEXTURE_WIDTH, height, RGBAIntegerFormat, UnsignedShortType)
  texture.internalFormat = 'RGBA16UI'
  texture.minFilter = texture.magFilter = NearestFilter
  texture.needsUpdate = true
  return texture
}

function rampTexture(colors: Uint8Array): DataTexture {
  const four = new Uint8Array((colors.length / 3) * 4).fill(255)
  for (let k = 0; k < colors.length / 3; k++) for (let c = 0; c < 3; c++) four[4 * k + c] = colors[3 * k + c]!
  const texture = new DataTexture(four, colors.length / 3, 1, RGBAFormat, UnsignedByteType)
  texture.minFilter = texture.magFilter = LinearFilter
  texture.needsUpdate = true
  return texture
}
