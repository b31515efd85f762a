/**
 * Light as second-order spherical harmonics, as the server's SphericalHarmonics: nine bands of linear RGB in DECA's order
 * and constants, band-major; axes x right, y up, z towards the camera.
 */
export type Light = Float64Array;
export type Vector = [number, number, number];
/** Row major. */
export type Rotation = number[];

export const CONSTANTS = [
  0.28209479, 1.02332671, 1.02332671, 1.02332671, 0.85808553, 0.85808553, 0.85808553, 0.42904277, 0.24770796,
];
const LUMINANCE = [0.2126, 0.7152, 0.0722];

export function dark(): Light {
  return new Float64Array(27);
}

export function fromRows(rows: number[][]): Light {
  return Float64Array.from(rows.flat());
}

export function toRows(light: Light): number[][] {
  return Array.from({ length: 9 }, (_, band) => [0, 1, 2].map((c) => Number(light[3 * band + c].toPrecision(7))));
}

export function ambient(level: number): Light {
  const light = dark();
  light.fill(level / CONSTANTS[0], 0, 3);
  return light;
}

/** A white lamp at the camera, a point; to second order. */
export function lamp(): Light {
  const light = dark();
  const bands = [Math.PI * 0.28209479, 0, 0, 0.48860251, 0, 0, 0, 0, 2 * 0.31539157];
  bands.forEach((value, band) => light.fill(value, 3 * band, 3 * band + 3));
  return light;
}

/** A lamp spread over a disc: 0 leaves it as it is, 1 is half the sky. */
export function softened(light: Light, softness: number): Light {
  const cos = Math.cos((softness * Math.PI) / 2);
  const first = (1 + cos) / 2;
  const second = (cos * (1 + cos)) / 2;
  return light.map((value, i) => value * (i < 3 ? 1 : i < 12 ? first : second));
}

export function tinted(light: Light, rgb: Vector): Light {
  return light.map((value, i) => value * rgb[i % 3]);
}

export function scaled(light: Light, factor: number): Light {
  return light.map((value) => value * factor);
}

export function plus(a: Light, b: Light): Light {
  return a.map((value, i) => value + b[i]);
}

export function mix(a: Light, b: Light, weight: number): Light {
  return a.map((value, i) => value + weight * (b[i] - value));
}

export function luminance(light: Light): number[] {
  return Array.from({ length: 9 }, (_, band) => LUMINANCE.reduce((sum, l, c) => sum + l * light[3 * band + c], 0));
}

/** Mean shading, per channel, of the half of a sphere that the camera sees. */
export function meanShading(light: Light): Vector {
  return [0, 1, 2].map(
    (c) => CONSTANTS[0] * light[c] + (CONSTANTS[3] * light[9 + c] * 2) / 3 + (CONSTANTS[8] * light[24 + c]) / 2,
  ) as Vector;
}

/** Where most light comes from; ahead if from nowhere. */
export function dominant(light: Light): Vector {
  const y = luminance(light);
  const length = Math.hypot(y[1], y[2], y[3]);
  return length < 1e-9 ? [0, 0, 1] : [y[1] / length, y[2] / length, y[3] / length];
}

/** The shading of one channel as n·A·n + b·n + c: row-major 3×3, vector, number. */
function quadric(light: Light, c: number): { a: number[]; b: Vector; c: number } {
  const k = (band: number): number => CONSTANTS[band] * light[3 * band + c];
  const xy = k(4) / 2;
  const xz = k(5) / 2;
  const yz = k(6) / 2;
  return { a: [k(7), xy, xz, xy, -k(7), yz, xz, yz, 3 * k(8)], b: [k(1), k(2), k(3)], c: k(0) - k(8) };
}

/** The light turned as a rigid whole: what came from d comes from R·d. */
export function rotated(light: Light, r: Rotation): Light {
  const result = dark();
  for (let c = 0; c < 3; c++) {
    const q = quadric(light, c);
    const a = multiplied(multiplied(r, q.a), transposed(r));
    const b = applied(r, q.b);
    // The trace of A acts like a constant on unit normals; 3z²−1 and x²−y² carry the traceless rest.
    const trace = (a[0] + a[4] + a[8]) / 3;
    const zz = (a[8] - trace) / 2;
    const xxyy = (a[0] - a[4]) / 2;
    result[c] = (q.c + trace) / CONSTANTS[0];
    for (let i = 0; i < 3; i++) {
      result[3 * (1 + i) + c] = b[i] / CONSTANTS[1 + i];
    }
    result[12 + c] = (2 * a[1]) / CONSTANTS[4];
    result[15 + c] = (2 * a[2]) / CONSTANTS[5];
    result[18 + c] = (2 * a[5]) / CONSTANTS[6];
    result[21 + c] = xxyy / CONSTANTS[7];
    result[24 + c] = zz / CONSTANTS[8];
  }
  return result;
}

export function multiplied(a: Rotation, b: Rotation): Rotation {
  return Array.from({ length: 9 }, (_, i) => {
    const row = 3 * Math.floor(i / 3);
    const column = i % 3;
    return a[row] * b[column] + a[row + 1] * b[3 + column] + a[row + 2] * b[6 + column];
  });
}

export function transposed(r: Rotation): Rotation {
  return [r[0], r[3], r[6], r[1], r[4], r[7], r[2], r[5], r[8]];
}

export function applied(r: Rotation, v: Vector): Vector {
  return [0, 3, 6].map((row) => r[row] * v[0] + r[row + 1] * v[1] + r[row + 2] * v[2]) as Vector;
}

/** The shortest turn from one unit vector to another, gone a part of the way. */
export function turn(from: Vector, to: Vector, part = 1): Rotation {
  let axis: Vector = [
    from[1] * to[2] - from[2] * to[1],
    from[2] * to[0] - from[0] * to[2],
    from[0] * to[1] - from[1] * to[0],
  ];
  const cosine = Math.max(-1, Math.min(1, from[0] * to[0] + from[1] * to[1] + from[2] * to[2]));
  let length = Math.hypot(...axis);
  if (length < 1e-9) {
    if (cosine > 0) {
      return [1, 0, 0, 0, 1, 0, 0, 0, 1];
    }
    // Half a turn has no axis of its own; about the vertical looks most natural.
    axis = Math.abs(from[1]) < 0.99 ? [0, 1, 0] : [1, 0, 0];
    length = 1;
  }
  const [x, y, z] = axis.map((value) => value / length);
  const angle = Math.acos(cosine) * part;
  const s = Math.sin(angle);
  const c = Math.cos(angle);
  const t = 1 - c;
  return [
    t * x * x + c, t * x * y - s * z, t * x * z + s * y,
    t * x * y + s * z, t * y * y + c, t * y * z - s * x,
    t * x * z - s * y, t * y * z + s * x, t * z * z + c,
  ];
}

/** Linear shading of a unit normal. */
export function shade(light: Light, x: number, y: number, z: number, into: Float64Array): void {
  const b = [1, x, y, z, x * y, x * z, y * z, x * x - y * y, 3 * z * z - 1];
  into.fill(0);
  for (let band = 0; band < 9; band++) {
    const k = CONSTANTS[band] * b[band];
    into[0] += k * light[3 * band];
    into[1] += k * light[3 * band + 1];
    into[2] += k * light[3 * band + 2];
  }
}

export function linear(encoded: number): number {
  return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
}

export function encoded(value: number): number {
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
}

/** A colour as people pick it, as linear RGB of luminance 1. */
export function colour(hex: string): Vector {
  const rgb = [1, 3, 5].map((i) => linear(parseInt(hex.slice(i, i + 2), 16) / 255));
  const grey = Math.max(0.02, LUMINANCE.reduce((sum, l, c) => sum + l * rgb[c], 0));
  return rgb.map((value) => value / grey) as Vector;
}
