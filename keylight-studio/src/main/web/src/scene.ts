/** A portrait taken apart by the server, see PortraitTask and MotionTask there. */
export interface PortraitAnswer {
  upload: string;
  face: number;
  width: number;
  height: number;
  albedoRange: number;
  faces: { x: number; y: number; width: number; height: number }[];
  light: number[][];
  sourceLight: number[][];
  sourceTint: number[];
  skin: number[];
  rotation: number[];
  irises: number[][];
  files: { albedo: string; background: string; picture: string; scene: string };
}

export interface Geometry {
  count: number;
  faceVertices: number;
  faceTriangles: number;
  triangles: Uint32Array;
  positions: Float32Array;
  normals: Float32Array;
  shine: Float32Array;
  hold: Float32Array;
  transfer: Float32Array;
  open: Float32Array;
}

export function geometry(buffer: ArrayBuffer): Geometry {
  const [count, faceVertices, triangles, faceTriangles] = new Uint32Array(buffer, 0, 4);
  const perVertex = 26;
  const floats = new Float32Array(buffer, 16, perVertex * count);
  const part = (offset: number, size: number): Float32Array => {
    const result = new Float32Array(size * count);
    for (let v = 0; v < count; v++) {
      result.set(floats.subarray(perVertex * v + offset, perVertex * v + offset + size), size * v);
    }
    return result;
  };
  return {
    count,
    faceVertices,
    faceTriangles,
    triangles: new Uint32Array(buffer, 16 + 4 * perVertex * count, 3 * triangles),
    positions: part(0, 3),
    normals: part(3, 3),
    shine: part(6, 1),
    hold: part(7, 1),
    transfer: part(8, 9),
    open: part(17, 9),
  };
}

/** Where each vertex samples the albedo: x and y where the portrait shows it. */
export function sources(scene: Geometry): Float32Array {
  const result = new Float32Array(2 * scene.count);
  for (let v = 0; v < scene.count; v++) {
    result[2 * v] = scene.positions[3 * v];
    result[2 * v + 1] = scene.positions[3 * v + 1];
  }
  return result;
}

/** A picture with its numbers as they are in the file. */
export async function bitmap(url: string): Promise<ImageBitmap> {
  const response = await fetch(url);
  return createImageBitmap(await response.blob(), { premultiplyAlpha: 'none', colorSpaceConversion: 'none' });
}

/** Where a driver takes the portrait, moment by moment. */
export class Motion {
  readonly moments: number;
  readonly seconds: number;
  private readonly count: number;
  private readonly units: number;
  private readonly stride: number;
  private readonly view: DataView;

  constructor(private readonly buffer: ArrayBuffer) {
    this.view = new DataView(buffer);
    this.count = this.view.getInt32(0, true);
    this.moments = this.view.getInt32(4, true);
    this.units = this.view.getInt32(8, true);
    this.stride = 40 + Math.floor((9 * this.count + 3) / 4) * 4;
    const step = this.moments > 1 ? this.at(1) - this.at(0) : 0.04;
    this.seconds = this.moments ? this.at(this.moments - 1) + step : 0;
  }

  at(moment: number): number {
    return this.view.getFloat32(12 + moment * this.stride, true);
  }

  /** The moment that is shown at a time. */
  index(seconds: number): number {
    let low = 0;
    let high = this.moments - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.at(middle) <= seconds + 1e-4) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Writes positions and normals; returns the head's rotation. */
  pose(moment: number, positions: Float32Array, normals: Float32Array): number[] {
    const offset = 12 + moment * this.stride;
    const shorts = new Int16Array(this.buffer, offset + 40, 3 * this.count);
    const bytes = new Int8Array(this.buffer, offset + 40 + 6 * this.count, 3 * this.count);
    for (let i = 0; i < shorts.length; i++) {
      positions[i] = shorts[i] / this.units;
      normals[i] = bytes[i] / 127;
    }
    return Array.from({ length: 9 }, (_, i) => this.view.getFloat32(offset + 4 + 4 * i, true));
  }
}
