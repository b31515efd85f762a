import * as sh from './harmonics';
import type { Geometry, PortraitAnswer } from './scene';

/**
 * Makes a light as bright on this face as its own was, exactly as the server's Balance and LightField do; the constants are
 * theirs.
 */
const EYE = 1 / 2.2;
const TARGET_TINT = 0.55;
const SOURCE_TINT = 0.25;
const ROOM = 0.185;
const AMBIENT = 0.035;
const SOFT_FLOOR = 0.16;

export interface Balanced {
  light: sh.Light;
  mean: sh.Vector;
  /** How much of the way from the portrait's own light to another is gone, 0 to 1. */
  change: number;
}

export interface Strength {
  strength: number;
  exposure: number;
  shadows: boolean;
}

export function balanced(light: sh.Light, portrait: PortraitAnswer, geometry: Geometry, how: Strength): Balanced {
  const own = tint(light);
  const filter = own.map((value, c) => value ** (TARGET_TINT - 1) / portrait.sourceTint[c] ** SOURCE_TINT) as sh.Vector;
  const seen = sh.tinted(light, filter);
  const target = sh.scaled(seen, 1 / brightness(seen, geometry));
  const away = departure(sh.fromRows(portrait.light), light);
  const mixed = sh.mix(sh.fromRows(portrait.sourceLight), target, (1 - ROOM) * away * how.strength);
  const result = sh.scaled(mixed, 2 ** how.exposure);
  return { light: result, mean: sh.meanShading(result), change: away * Math.min(1, how.strength) };
}

/** 0 for the portrait's own light, whatever its strength, 1 for any that looks different. */
function departure(own: sh.Light, target: sh.Light): number {
  const dot = (a: sh.Light, b: sh.Light): number => a.reduce((sum, value, i) => sum + value * b[i], 1e-12);
  const distance = Math.sqrt(Math.max(0, 2 - (2 * dot(own, target)) / Math.sqrt(dot(own, own) * dot(target, target))));
  return smoothstep(0.02, 0.12, distance);
}

export function smoothstep(from: number, to: number, x: number): number {
  const t = Math.max(0, Math.min(1, (x - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

function tint(light: sh.Light): sh.Vector {
  const mean = sh.meanShading(light);
  const grey = Math.max(1e-5, 0.2126 * mean[0] + 0.7152 * mean[1] + 0.0722 * mean[2]);
  return mean.map((value) => Math.max(0.1, value / grey)) as sh.Vector;
}

function response(e: number): number {
  return AMBIENT + (e >= SOFT_FLOOR ? e : SOFT_FLOOR / (1 + (SOFT_FLOOR - e) / SOFT_FLOOR));
}

function brightness(light: sh.Light, g: Geometry): number {
  const rgb = new Float64Array(3);
  const facing: number[] = [];
  const shades: number[] = [];
  for (let v = 0; v < 3 * g.faceVertices; v += 3) {
    const towards = -g.normals[v + 2];
    if (towards > 0.05) {
      sh.shade(light, g.normals[v], -g.normals[v + 1], towards, rgb);
      facing.push(towards);
      shades.push(0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]);
    }
  }
  const mean = sh.meanShading(light);
  let level = Math.max(1e-4, 0.2126 * mean[0] + 0.7152 * mean[1] + 0.0722 * mean[2]);
  const weights = facing.reduce((sum, w) => sum + w, 0);
  for (let round = 0; round < 6; round++) {
    let sum = 0;
    for (let i = 0; i < shades.length; i++) {
      sum += facing[i] * (level * response(shades[i] / level)) ** EYE;
    }
    level = Math.max(1e-4, weights === 0 ? 1 : (sum / weights) ** (1 / EYE));
  }
  return level;
}

const DEPTH = 0.65;

/** Share of the light that nose, brow and chin leave on each vertex. */
export function shadows(light: sh.Light, rotation: number[], g: Geometry, into: Float32Array): void {
  // From image axes to light axes, and undone: the light as the unposed head sees it.
  const r = sh.transposed(rotation);
  const inHead = sh.rotated(light, [r[0], -r[1], -r[2], -r[3], r[4], r[5], -r[6], r[7], r[8]]);
  const mean = sh.meanShading(inHead);
  const weights = [0.2126, 0.7152, 0.0722];
  for (let v = 0; v < g.count; v++) {
    let left = 0;
    for (let c = 0; c < 3; c++) {
      let arrives = 0;
      let open = 0;
      for (let b = 0; b < 9; b++) {
        const k = inHead[3 * b + c];
        arrives += k * g.transfer[9 * v + b];
        open += k * g.open[9 * v + b];
      }
      const calm = 0.06 * Math.max(mean[c], 1e-6);
      left += weights[c] * Math.max(0, Math.min(1, (Math.max(arrives, 0) + calm) / (Math.max(open, 0) + calm)));
    }
    into[v] = 1 - DEPTH * (1 - left);
  }
}

/** Per channel the unit half vector between the light's direction and the viewer, image axes, and how directed it is. */
export function halfVectors(light: sh.Light): Float32Array {
  const half = new Float32Array(12);
  for (let c = 0; c < 3; c++) {
    const x = sh.CONSTANTS[1] * light[3 + c];
    const y = -sh.CONSTANTS[2] * light[6 + c];
    const z = -sh.CONSTANTS[3] * light[9 + c];
    const strength = Math.hypot(x, y, z);
    if (strength < 1e-6) {
      continue;
    }
    const h = [x / strength, y / strength, z / strength - 1];
    const length = Math.hypot(...h) + 1e-6;
    half.set([h[0] / length, h[1] / length, h[2] / length, strength], 4 * c);
  }
  return half;
}
