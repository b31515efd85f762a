import { balanced, halfVectors, shadows, type Strength } from './balance';
import { catchlights, openMouth } from './eyes';
import { Gpu } from './gpu';
import * as sh from './harmonics';
import { MeshLines } from './meshlines';
import { Offscreen } from './offscreen';
import { Pace } from './pace';
import { personTriangles } from './person';
import { bitmap, geometry, sources, type Geometry, type Motion, type PortraitAnswer } from './scene';
import { FLAT_FRAGMENT, FLAT_VERTEX, FRAGMENT, VERTEX } from './shaders';

export type View = 'relit' | 'original' | 'shading';

const MOUTH_DARK = [0.13, 0.05, 0.045];
const MOUTH_RINGS = [1, 0.93, 0.85, 0.75];
/** How long nothing must change until the full size is drawn. */
const REST_MS = 140;

/** Part of the picture, from 0 to 1 from its left and top. */
export interface Window {
  left: number;
  top: number;
  right: number;
  bottom: number;
}
const ALL: Window = { left: 0, top: 0, right: 1, bottom: 1 };

/**
 * Draws one portrait under changing light, and moved. Where drawing is slow, what changes is drawn smaller and only where it is
 * seen; once nothing changes the full size follows, in pieces, so that the hand is never kept waiting.
 */
export class Stage {
  private readonly gpu: Gpu;
  private readonly pace = new Pace();
  private readonly lines = new MeshLines();
  private readonly beside: Offscreen;
  private scene: Geometry | null = null;
  private portrait: PortraitAnswer | null = null;
  private positions = new Float32Array();
  private normals = new Float32Array();
  private surface = new Float32Array();
  private shade = new Float32Array();
  private person = 0;
  private moment = -1;
  private rotation: number[] = [];
  private full = { width: 1, height: 1 };
  /** Rises with every change: what was begun for an older one is not worth finishing. */
  private version = 0;
  private requested = false;
  private busy = false;
  private rest = 0;
  private drawn: (() => void)[] = [];

  light: sh.Light = sh.ambient(1);
  strength: Strength = { strength: 1, exposure: 0, shadows: true };
  view: View = 'relit';
  /** What of the picture is on the screen. */
  seen: Window = ALL;
  /** Share of the width that shows the original, from the left. */
  wipe = 0;

  constructor(readonly canvas: HTMLCanvasElement) {
    this.gpu = new Gpu(canvas);
    this.beside = new Offscreen(this.gpu.gl);
    this.gpu.program('lit', VERTEX, FRAGMENT);
    this.gpu.program('flat', FLAT_VERTEX, FLAT_FRAGMENT);
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

  /** Lies over the canvas. */
  get meshCanvas(): HTMLCanvasElement {
    return this.lines.canvas;
  }

  get mesh(): boolean {
    return !this.lines.canvas.hidden;
  }

  set mesh(shown: boolean) {
    this.lines.canvas.hidden = !shown;
    this.drawMesh();
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
    const { gpu } = this;
    gpu.texture('albedo', albedo);
    gpu.texture('background', background);
    gpu.texture('behind', background, true);
    gpu.texture('picture', picture);
    const { gl } = gpu;
    const person = personTriangles(this.scene, albedo, portrait.width, portrait.height);
    this.person = person.length;
    gpu.fill('source', gl.ARRAY_BUFFER, sources(this.scene));
    gpu.fill('person', gl.ELEMENT_ARRAY_BUFFER, person);
    gpu.fill('face', gl.ELEMENT_ARRAY_BUFFER, this.scene.triangles.subarray(0, 3 * this.scene.faceTriangles));
    gpu.fill('quad', gl.ARRAY_BUFFER, new Float32Array([0, 0, portrait.width, 0, 0, portrait.height, portrait.width, portrait.height]));
    this.lines.load(this.scene);
    this.still();
  }

  /** The portrait as it was taken. */
  still(): void {
    if (this.scene && this.portrait) {
      this.positions.set(this.scene.positions);
      this.normals.set(this.scene.normals);
      this.rotation = this.portrait.rotation;
      this.moment = -1;
      this.moved();
    }
  }

  /** The portrait as a driver moves it. */
  move(motion: Motion, seconds: number): void {
    const moment = motion.index(seconds);
    if (this.scene && moment !== this.moment) {
      this.rotation = motion.pose(moment, this.positions, this.normals);
      this.moment = moment;
      this.moved();
    }
  }

  private moved(): void {
    this.drawMesh();
    void this.invalidate();
  }

  /** Draws with the next frame of the screen that is free; the promise is kept once it is drawn. */
  invalidate(): Promise<void> {
    this.version++;
    return new Promise((resolve) => {
      this.drawn.push(resolve);
      this.request();
    });
  }

  private request(): void {
    if (!this.requested && !this.busy) {
      this.requested = true;
      requestAnimationFrame(() => void this.frame());
    }
  }

  /** One drawing, as large as the time allows. What changes meanwhile waits for its end and is drawn then, the newest only. */
  private async frame(): Promise<void> {
    this.requested = false;
    clearTimeout(this.rest);
    const { version } = this;
    const told = this.drawn.splice(0);
    if (!this.ready) {
      told.forEach((done) => done());
      return;
    }
    const shown = share(this.seen);
    const scale = this.pace.scale(shown * this.full.width * this.full.height);
    this.size(scale);
    const begun = performance.now();
    this.prepare();
    this.paint(scale < 1 ? this.seen : ALL);
    await this.finish(begun, (scale < 1 ? shown : 1) * this.canvas.width * this.canvas.height);
    told.forEach((done) => done());
    this.canvas.dispatchEvent(new CustomEvent('drawn', { detail: begun }));
    if (version !== this.version) {
      this.request();
    } else if (scale < 1) {
      this.rest = window.setTimeout(() => void this.refine(), REST_MS);
    }
  }

  private async finish(begun: number, pixels: number): Promise<void> {
    this.busy = true;
    await this.gpu.finished();
    this.busy = false;
    this.pace.learn(pixels, performance.now() - begun);
  }

  /** The full size, in pieces beside the screen, given up as soon as something changes. */
  private async refine(): Promise<void> {
    if (this.requested || this.busy) {
      return;
    }
    const { version, full } = this;
    this.prepare();
    const pieces = this.pace.pieces(full.width * full.height);
    for (let piece = 0; piece < pieces; piece++) {
      const begun = performance.now();
      this.beside.begin(full.width, full.height);
      this.paint({ ...ALL, top: piece / pieces, bottom: (piece + 1) / pieces }, full);
      this.beside.end();
      await this.finish(begun, (full.width * full.height) / pieces);
      if (version !== this.version) {
        this.request();
        return;
      }
    }
    this.size(1);
    this.beside.show();
    this.canvas.dispatchEvent(new Event('rest'));
  }

  /** Fits the drawing to so many pixels of the screen. */
  resize(pixels: number): void {
    const factor = Math.min(2, pixels / this.width);
    const width = Math.max(1, Math.round(this.width * factor));
    const height = Math.max(1, Math.round(this.height * factor));
    if (this.full.width !== width || this.full.height !== height) {
      this.full = { width, height };
      this.drawMesh();
      void this.invalidate();
    }
  }

  private size(scale: number): void {
    const width = Math.max(1, Math.round(this.full.width * scale));
    const height = Math.max(1, Math.round(this.full.height * scale));
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
  }

  /** What light and pose come to: everything but the pixels. */
  private prepare(): void {
    const { gpu, scene, portrait } = this;
    if (!scene || !portrait || this.view === 'original') {
      return;
    }
    const { gl } = gpu;
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
    gpu.fill('position', gl.ARRAY_BUFFER, this.positions);
    gpu.fill('normal', gl.ARRAY_BUFFER, this.normals);
    gpu.fill('surface', gl.ARRAY_BUFFER, this.surface);
    gpu.use('lit');
    const bands = new Float32Array(27);
    falls.light.forEach((value, i) => (bands[i] = value * sh.CONSTANTS[Math.floor(i / 3)]));
    gl.uniform3fv(gpu.uniform('light'), bands);
    gl.uniform3fv(gpu.uniform('even'), falls.mean);
    gl.uniform4fv(gpu.uniform('halfs'), halfVectors(falls.light));
    gl.uniform2f(gpu.uniform('size'), portrait.width, portrait.height);
    gl.uniform1f(gpu.uniform('depth'), 2 * Math.max(portrait.width, portrait.height));
    gl.uniform1f(gpu.uniform('range'), portrait.albedoRange);
    gl.uniform1f(gpu.uniform('perSkin'), 1 / Math.max(0.02, portrait.skin[1]));
    gl.uniform1f(gpu.uniform('change'), falls.change);
    gl.uniform1f(gpu.uniform('rolled'), Math.min(1, falls.change + Math.abs(this.strength.exposure)));
    gl.uniform1i(gpu.uniform('mode'), this.view === 'shading' ? 2 : 0);
    const mirrored = catchlights(falls.light, portrait, scene, this.positions);
    gl.uniform3fv(gpu.uniform('eyes'), mirrored.eyes);
    gl.uniform1f(gpu.uniform('catchlight'), falls.change > 0 ? mirrored.strength : 0);
  }

  /** Draws a part of the picture, where and as large as what is bound. */
  private paint(part: Window, size: { width: number; height: number } = this.canvas): void {
    const { gpu, scene } = this;
    const { gl } = gpu;
    if (!scene) {
      return;
    }
    gl.viewport(0, 0, size.width, size.height);
    gl.enable(gl.SCISSOR_TEST);
    this.clip(part, size);
    gl.clearColor(0.03, 0.03, 0.035, 1);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    if (this.view === 'original') {
      this.paintPicture('picture');
      return;
    }
    if (this.view === 'relit') {
      this.paintPicture('background');
    }
    this.paintSurface(scene);
    if (this.view === 'relit' && this.moment >= 0) {
      this.paintMouth(scene);
    }
    if (this.wipe > 0) {
      this.clip({ ...part, right: Math.min(part.right, this.wipe) }, size);
      this.paintPicture('picture');
    }
  }

  private clip(part: Window, size: { width: number; height: number }): void {
    const left = Math.round(part.left * size.width);
    const bottom = Math.round((1 - part.bottom) * size.height);
    const right = Math.round(part.right * size.width);
    const top = Math.round((1 - part.top) * size.height);
    this.gpu.gl.scissor(left, bottom, Math.max(0, right - left), Math.max(0, top - bottom));
  }

  private paintSurface(scene: Geometry): void {
    const { gpu } = this;
    const { gl } = gpu;
    gpu.use('lit');
    gpu.attribute('position', 3);
    gpu.attribute('source', 2);
    gpu.attribute('normal', 3);
    gpu.attribute('surface', 3);
    gpu.bind('albedo', 0);
    gpu.bind('behind', 1);
    gl.enable(gl.DEPTH_TEST);
    if (this.view === 'shading') {
      gpu.triangles('face', 3 * scene.faceTriangles);
    } else {
      gpu.triangles('person', this.person);
    }
    gl.disable(gl.DEPTH_TEST);
  }

  /** A mouth that opens further than the portrait's shows its dark; teeth are the engine's. */
  private paintMouth(scene: Geometry): void {
    const { gpu } = this;
    const { gl } = gpu;
    const { round, opens } = openMouth(scene, this.positions);
    if (opens > 0) {
      gl.enable(gl.BLEND);
      gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
      // Laid over each other, smaller and smaller, they darken inwards as a mouth does.
      MOUTH_RINGS.forEach((size, ring) => {
        gpu.fill(`mouth${ring}`, gl.ARRAY_BUFFER, shrunk(round, size));
        this.flat(`mouth${ring}`, [...MOUTH_DARK, 0.5 * opens]);
        gl.drawArrays(gl.TRIANGLE_FAN, 0, round.length / 2);
      });
      gl.disable(gl.BLEND);
    }
  }

  private paintPicture(name: string): void {
    const { gl } = this.gpu;
    this.flat('quad', [0, 0, 0, 0]);
    this.gpu.bind(name, 0, 'picture');
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }

  private flat(buffer: string, colour: number[]): void {
    const { gpu } = this;
    gpu.use('flat');
    gpu.attribute('position', 2, buffer);
    gpu.gl.uniform2f(gpu.uniform('size'), this.width, this.height);
    gpu.gl.uniform4f(gpu.uniform('colour'), colour[0], colour[1], colour[2], colour[3]);
  }

  private drawMesh(): void {
    if (this.scene && this.mesh) {
      this.lines.draw(this.positions, this.width, this.height, this.full.width / this.width);
    }
  }
}

function share(part: Window): number {
  return Math.max(0.01, (part.right - part.left) * (part.bottom - part.top));
}

/** Points about their middle, nearer to it. */
function shrunk(points: Float32Array, size: number): Float32Array {
  const middle = [0, 1].map((axis) => points.reduce((sum, value, i) => sum + (i % 2 === axis ? value : 0), 0) / (points.length / 2));
  return points.map((value, i) => middle[i % 2] + size * (value - middle[i % 2]));
}
