import { balanced, halfVectors, shadows, type Strength } from './balance';
import * as sh from './harmonics';
import { geometry, type Geometry, type Motion, type PortraitAnswer } from './scene';
import { FLAT_FRAGMENT, FLAT_VERTEX, FRAGMENT, VERTEX } from './shaders';

export type View = 'relit' | 'original' | 'shading';

const LIDS = [[159, 145], [386, 374]];
/** The inner edge of the lips, round. */
const MOUTH = [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95];
const MOUTH_DARK = [0.11, 0.045, 0.04];

/** Draws one portrait under changing light, and moved. */
export class Stage {
  private readonly gl: WebGL2RenderingContext;
  private readonly lit: WebGLProgram;
  private readonly flat: WebGLProgram;
  private readonly textures = new Map<string, WebGLTexture>();
  private readonly buffers = new Map<string, WebGLBuffer>();
  private readonly uniforms = new Map<string, WebGLUniformLocation | null>();
  private scene: Geometry | null = null;
  private portrait: PortraitAnswer | null = null;
  private positions = new Float32Array();
  private normals = new Float32Array();
  private surface = new Float32Array();
  private shade = new Float32Array();
  private lines = 0;
  private moment = -1;
  private rotation: number[] = [];
  private requested = false;
  private drawn: (() => void)[] = [];

  light: sh.Light = sh.ambient(1);
  strength: Strength = { strength: 1, exposure: 0, shadows: true };
  view: View = 'relit';
  mesh = false;
  /** Share of the width that shows the original, from the left. */
  wipe = 0;

  constructor(readonly canvas: HTMLCanvasElement) {
    const gl = canvas.getContext('webgl2', { antialias: true, alpha: true, preserveDrawingBuffer: true });
    if (!gl) {
      throw new Error('This browser has no WebGL 2, which the live preview needs. Renders work without it.');
    }
    this.gl = gl;
    this.lit = program(gl, VERTEX, FRAGMENT);
    this.flat = program(gl, FLAT_VERTEX, FLAT_FRAGMENT);
  }

  get ready(): boolean {
    return this.scene !== null;
  }

  get width(): number {
    return this.portrait?.width ?? 1;
  }

  get height(): number {
    return this.portrait?.height ?? 1;
  }

  async load(portrait: PortraitAnswer): Promise<void> {
    const [scene, albedo, background, picture] = await Promise.all([
      fetch(portrait.files.scene).then((r) => r.arrayBuffer()),
      bitmap(portrait.files.albedo),
      bitmap(portrait.files.background),
      bitmap(portrait.files.picture),
    ]);
    this.portrait = portrait;
    this.scene = geometry(scene);
    const count = this.scene.count;
    this.positions = new Float32Array(3 * count);
    this.normals = new Float32Array(3 * count);
    this.surface = new Float32Array(3 * count);
    this.shade = new Float32Array(count);
    this.texture('albedo', albedo);
    this.texture('background', background);
    this.texture('picture', picture);
    const { gl } = this;
    this.fill('source', gl.ARRAY_BUFFER, uv(this.scene));
    this.fill('triangles', gl.ELEMENT_ARRAY_BUFFER, this.scene.triangles);
    const edges = outline(this.scene);
    this.lines = edges.length;
    this.fill('edges', gl.ELEMENT_ARRAY_BUFFER, edges);
    this.fill('quad', gl.ARRAY_BUFFER, new Float32Array([0, 0, portrait.width, 0, 0, portrait.height, portrait.width, portrait.height]));
    this.still();
  }

  /** The portrait as it was taken. */
  still(): void {
    if (this.scene && this.portrait) {
      this.positions.set(this.scene.positions);
      this.normals.set(this.scene.normals);
      this.rotation = this.portrait.rotation;
      this.moment = -1;
      this.invalidate();
    }
  }

  /** The portrait as a driver moves it. */
  move(motion: Motion, seconds: number): void {
    const moment = motion.index(seconds);
    if (this.scene && moment !== this.moment) {
      this.rotation = motion.pose(moment, this.positions, this.normals);
      this.moment = moment;
      this.invalidate();
    }
  }

  /** Draws with the next frame of the screen; the promise is kept once it is drawn. */
  invalidate(): Promise<void> {
    return new Promise((resolve) => {
      this.drawn.push(resolve);
      if (!this.requested) {
        this.requested = true;
        requestAnimationFrame(() => {
          this.requested = false;
          this.draw();
          this.drawn.splice(0).forEach((done) => done());
        });
      }
    });
  }

  /** Fits the drawing to so many pixels of the screen. */
  resize(pixels: number): void {
    const factor = Math.min(2, pixels / this.width);
    const width = Math.max(1, Math.round(this.width * factor));
    const height = Math.max(1, Math.round(this.height * factor));
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.invalidate();
    }
  }

  draw(): void {
    const { gl, scene, portrait } = this;
    if (!scene || !portrait) {
      return;
    }
    gl.viewport(0, 0, this.canvas.width, this.canvas.height);
    gl.disable(gl.SCISSOR_TEST);
    gl.clearColor(0.03, 0.03, 0.035, 1);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    if (this.view === 'original') {
      this.drawPicture('picture');
    } else {
      if (this.view === 'relit') {
        this.drawPicture('background');
      }
      this.drawSurface(scene, portrait);
      if (this.view === 'relit' && this.moment >= 0) {
        this.drawMouth(scene);
      }
    }
    if (this.wipe > 0 && this.view !== 'original') {
      gl.enable(gl.SCISSOR_TEST);
      gl.scissor(0, 0, Math.round(this.wipe * this.canvas.width), this.canvas.height);
      this.drawPicture('picture');
      gl.disable(gl.SCISSOR_TEST);
    }
    if (this.mesh) {
      this.drawMesh();
    }
  }

  private drawSurface(scene: Geometry, portrait: PortraitAnswer): void {
    const { gl } = this;
    const falls = balanced(this.light, portrait, scene, this.strength);
    if (this.strength.shadows) {
      shadows(falls.light, this.rotation, scene, this.shade);
    } else {
      this.shade.fill(1);
    }
    for (let v = 0; v < scene.count; v++) {
      this.surface[3 * v] = this.shade[v];
      this.surface[3 * v + 1] = scene.shine[v];
      this.surface[3 * v + 2] = scene.hold[v];
    }
    gl.useProgram(this.lit);
    this.fill('position', gl.ARRAY_BUFFER, this.positions);
    this.fill('normal', gl.ARRAY_BUFFER, this.normals);
    this.fill('surface', gl.ARRAY_BUFFER, this.surface);
    this.attribute(this.lit, 'position', 3);
    this.attribute(this.lit, 'source', 2);
    this.attribute(this.lit, 'normal', 3);
    this.attribute(this.lit, 'surface', 3);
    const bands = new Float32Array(27);
    falls.light.forEach((value, i) => (bands[i] = value * sh.CONSTANTS[Math.floor(i / 3)]));
    gl.uniform3fv(this.uniform(this.lit, 'light'), bands);
    gl.uniform3fv(this.uniform(this.lit, 'even'), falls.mean);
    gl.uniform4fv(this.uniform(this.lit, 'halfs'), halfVectors(falls.light));
    gl.uniform2f(this.uniform(this.lit, 'size'), portrait.width, portrait.height);
    gl.uniform1f(this.uniform(this.lit, 'depth'), 2 * Math.max(portrait.width, portrait.height));
    gl.uniform1f(this.uniform(this.lit, 'range'), portrait.albedoRange);
    gl.uniform1f(this.uniform(this.lit, 'perSkin'), 1 / Math.max(0.02, portrait.skin[1]));
    gl.uniform1f(this.uniform(this.lit, 'change'), falls.change);
    gl.uniform1f(this.uniform(this.lit, 'rolled'), Math.min(1, falls.change + Math.abs(this.strength.exposure)));
    gl.uniform1i(this.uniform(this.lit, 'mode'), this.view === 'shading' ? 2 : 0);
    this.catchlights(falls.light, falls.change, portrait, scene);
    this.bind(this.lit, 'albedo', 0);
    this.bind(this.lit, 'background', 1);
    gl.enable(gl.DEPTH_TEST);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.buffers.get('triangles')!);
    const triangles = this.view === 'shading' ? scene.faceTriangles : scene.triangles.length / 3;
    gl.drawElements(gl.TRIANGLES, 3 * triangles, gl.UNSIGNED_INT, 0);
    gl.disable(gl.DEPTH_TEST);
  }

  /** The lamp mirrored in the eyes, as the engine's Catchlights. */
  private catchlights(light: sh.Light, change: number, portrait: PortraitAnswer, scene: Geometry): void {
    const { gl } = this;
    const y = sh.luminance(light);
    const directed = Math.hypot(y[1], y[2], y[3]) / Math.max(1e-4, y[0]);
    const strength = smoothstep(0.1, 0.7, directed);
    const towards = sh.dominant(light);
    const length = Math.hypot(towards[0], towards[1], towards[2] + 1);
    const eyes = new Float32Array(6);
    let open = 0;
    if (towards[2] > -0.2 && this.view === 'relit' && change > 0) {
      portrait.irises.forEach(([x, iy, radius], eye) => {
        if (radius < 2.5) {
          return;
        }
        // The iris goes where its lids go.
        const [up, low] = LIDS[eye];
        const dx = (this.positions[3 * up] + this.positions[3 * low] - scene.positions[3 * up] - scene.positions[3 * low]) / 2;
        const dy = (this.positions[3 * up + 1] + this.positions[3 * low + 1] - scene.positions[3 * up + 1] - scene.positions[3 * low + 1]) / 2;
        const top = this.positions[3 * up + 1];
        const bottom = this.positions[3 * low + 1];
        const spot = Math.max(0.8, 0.2 * radius);
        const px = x + dx + (1.05 * radius * towards[0]) / length;
        const py = iy + dy - (1.05 * radius * towards[1]) / length;
        open = Math.max(open, smoothstep(0.5 * radius, radius, bottom - top));
        eyes.set([px, Math.min(Math.max(py, top + 1.3 * spot), bottom - 1.3 * spot), spot], 3 * eye);
      });
    }
    gl.uniform3fv(this.uniform(this.lit, 'eyes'), eyes);
    gl.uniform1f(this.uniform(this.lit, 'catchlight'), 0.9 * strength * open);
  }

  /** A mouth that opens further than the portrait's shows its dark; teeth are the engine's. */
  private drawMouth(scene: Geometry): void {
    const { gl } = this;
    const height = (p: Float32Array): number => Math.hypot(p[39] - p[42], p[40] - p[43]);
    const width = Math.hypot(this.positions[234] - this.positions[924], this.positions[235] - this.positions[925]);
    const opens = smoothstep(0.06, 0.2, (height(this.positions) - height(scene.positions)) / Math.max(1, width));
    if (opens > 0) {
      const round = Float32Array.from(MOUTH.flatMap((v) => [this.positions[3 * v], this.positions[3 * v + 1]]));
      this.fill('mouth', gl.ARRAY_BUFFER, round);
      this.drawFlat('mouth', [...MOUTH_DARK, 0.92 * opens], () => gl.drawArrays(gl.TRIANGLE_FAN, 0, MOUTH.length));
    }
  }

  /** Draws in one colour, over what is there. */
  private drawFlat(buffer: string, colour: number[], draw: () => void): void {
    const { gl } = this;
    gl.useProgram(this.flat);
    this.attribute(this.flat, 'position', 2, buffer);
    gl.uniform2f(this.uniform(this.flat, 'size'), this.width, this.height);
    gl.uniform4f(this.uniform(this.flat, 'colour'), colour[0], colour[1], colour[2], colour[3]);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    draw();
    gl.disable(gl.BLEND);
  }

  private drawPicture(name: string): void {
    const { gl } = this;
    gl.useProgram(this.flat);
    this.attribute(this.flat, 'position', 2, 'quad');
    gl.uniform2f(this.uniform(this.flat, 'size'), this.width, this.height);
    gl.uniform4f(this.uniform(this.flat, 'colour'), 0, 0, 0, 0);
    this.bind(this.flat, name, 0, 'picture');
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }

  private drawMesh(): void {
    const { gl, scene } = this;
    if (!scene) {
      return;
    }
    const flat = new Float32Array(2 * scene.count);
    for (let v = 0; v < scene.count; v++) {
      flat[2 * v] = this.positions[3 * v];
      flat[2 * v + 1] = this.positions[3 * v + 1];
    }
    this.fill('flat', gl.ARRAY_BUFFER, flat);
    this.drawFlat('flat', [1, 0.82, 0.55, 0.42], () => {
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.buffers.get('edges')!);
      gl.drawElements(gl.LINES, this.lines, gl.UNSIGNED_INT, 0);
    });
  }

  private texture(name: string, image: ImageBitmap): void {
    const { gl } = this;
    const old = this.textures.get(name);
    if (old) {
      gl.deleteTexture(old);
    }
    const texture = gl.createTexture()!;
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, image);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
    this.textures.set(name, texture);
  }

  private bind(to: WebGLProgram, name: string, unit: number, as = name): void {
    const { gl } = this;
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, this.textures.get(name)!);
    gl.uniform1i(this.uniform(to, as), unit);
  }

  private fill(name: string, target: number, data: Float32Array | Uint32Array): void {
    const { gl } = this;
    const buffer = this.buffers.get(name) ?? gl.createBuffer()!;
    this.buffers.set(name, buffer);
    gl.bindBuffer(target, buffer);
    gl.bufferData(target, data, gl.DYNAMIC_DRAW);
  }

  private attribute(of: WebGLProgram, name: string, size: number, buffer = name): void {
    const { gl } = this;
    const place = gl.getAttribLocation(of, name);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers.get(buffer)!);
    gl.enableVertexAttribArray(place);
    gl.vertexAttribPointer(place, size, gl.FLOAT, false, 0, 0);
  }

  private uniform(of: WebGLProgram, name: string): WebGLUniformLocation | null {
    const key = (of === this.lit ? 'lit ' : 'flat ') + name;
    if (!this.uniforms.has(key)) {
      this.uniforms.set(key, this.gl.getUniformLocation(of, name));
    }
    return this.uniforms.get(key)!;
  }
}

function smoothstep(from: number, to: number, x: number): number {
  const t = Math.max(0, Math.min(1, (x - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** Where each vertex samples the albedo; the surface as the portrait shows it. */
function uv(scene: Geometry): Float32Array {
  const result = new Float32Array(2 * scene.count);
  for (let v = 0; v < scene.count; v++) {
    result[2 * v] = scene.positions[3 * v];
    result[2 * v + 1] = scene.positions[3 * v + 1];
  }
  return result;
}

/** Each edge of the face's triangles once. */
function outline(scene: Geometry): Uint32Array {
  const seen = new Set<number>();
  const edges: number[] = [];
  for (let t = 0; t < 3 * scene.faceTriangles; t += 3) {
    for (let i = 0; i < 3; i++) {
      const a = scene.triangles[t + i];
      const b = scene.triangles[t + ((i + 1) % 3)];
      const key = Math.min(a, b) * 65536 + Math.max(a, b);
      if (!seen.has(key)) {
        seen.add(key);
        edges.push(a, b);
      }
    }
  }
  return Uint32Array.from(edges);
}

async function bitmap(url: string): Promise<ImageBitmap> {
  const response = await fetch(url);
  return createImageBitmap(await response.blob(), { premultiplyAlpha: 'none', colorSpaceConversion: 'none' });
}

function program(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const made = gl.createProgram()!;
  for (const [type, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) {
      throw new Error(gl.getShaderInfoLog(shader) ?? 'a shader does not compile');
    }
  }
  gl.linkProgram(made);
  return made;
}
