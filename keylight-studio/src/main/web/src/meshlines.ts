import type { Geometry } from './scene';

/** The face's mesh as thin lines, on a canvas of its own over the picture. */
export class MeshLines {
  readonly canvas: HTMLCanvasElement;
  private edges: Uint32Array = new Uint32Array();

  constructor() {
    this.canvas = document.createElement('canvas');
    this.canvas.className = 'meshlines';
    this.canvas.setAttribute('aria-hidden', 'true');
    this.canvas.hidden = true;
  }

  load(scene: Geometry): void {
    this.edges = outline(scene);
  }

  /** Draws vertices given in the portrait's pixels; `factor` of the canvas' pixels are one of them. */
  draw(positions: Float32Array, width: number, height: number, factor: number): void {
    this.canvas.width = Math.round(width * factor);
    this.canvas.height = Math.round(height * factor);
    const context = this.canvas.getContext('2d')!;
    context.strokeStyle = 'rgb(255 214 150 / .5)';
    context.lineWidth = Math.max(1, factor * 0.55);
    context.beginPath();
    for (let e = 0; e < this.edges.length; e += 2) {
      const a = 3 * this.edges[e];
      const b = 3 * this.edges[e + 1];
      context.moveTo(factor * positions[a], factor * positions[a + 1]);
      context.lineTo(factor * positions[b], factor * positions[b + 1]);
    }
    context.stroke();
  }
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
