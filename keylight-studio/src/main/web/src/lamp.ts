import * as sh from './harmonics';

/** One light under the hand: something that shines, turned to where the hand points. */
export interface Source {
  /** What shines: null for a plain lamp. */
  shape: { name: string; rows: number[][]; upload?: string } | null;
  azimuth: number;
  elevation: number;
  intensity: number;
  softness: number;
  colour: string;
}

export interface Lights {
  key: Source;
  second: Source | null;
  ambient: number;
}

export interface Keyframe {
  at: number;
  lights: Lights;
}

export function lampSource(azimuth: number, elevation: number): Source {
  return { shape: null, azimuth, elevation, intensity: 1, softness: 0.2, colour: '#ffffff' };
}

export function direction(source: { azimuth: number; elevation: number }): sh.Vector {
  const a = (source.azimuth * Math.PI) / 180;
  const e = (source.elevation * Math.PI) / 180;
  return [Math.sin(a) * Math.cos(e), Math.sin(e), Math.cos(a) * Math.cos(e)];
}

export function angles(d: sh.Vector): { azimuth: number; elevation: number } {
  return {
    azimuth: Math.round((Math.atan2(d[0], d[2]) * 1800) / Math.PI) / 10,
    elevation: Math.round((Math.asin(Math.max(-1, Math.min(1, d[1]))) * 1800) / Math.PI) / 10,
  };
}

/** A named or measured light as a source that points where it pointed. */
export function shaped(shape: NonNullable<Source['shape']>): Source {
  const light = sh.fromRows(shape.rows);
  return { shape, ...angles(sh.dominant(light)), intensity: 1, softness: 0, colour: '#ffffff' };
}

export function shine(source: Source): sh.Light {
  const base = source.shape ? sh.fromRows(source.shape.rows) : sh.lamp();
  const from = source.shape ? sh.dominant(base) : ([0, 0, 1] as sh.Vector);
  const turned = sh.rotated(base, sh.turn(from, direction(source)));
  return sh.tinted(sh.scaled(sh.softened(turned, source.softness), source.intensity), sh.colour(source.colour));
}

export function harmonics(lights: Lights): sh.Light {
  let sum = sh.plus(shine(lights.key), sh.ambient(lights.ambient));
  if (lights.second) {
    sum = sh.plus(sum, shine(lights.second));
  }
  return sum;
}

/** The light at a moment, as the server's KeyframedLight with path swing and ease smooth. */
export function at(keys: Keyframe[], seconds: number): sh.Light {
  const next = keys.findIndex((key) => key.at > seconds);
  if (next <= 0) {
    return harmonics(keys[next < 0 ? keys.length - 1 : 0].lights);
  }
  const [from, to] = [keys[next - 1], keys[next]];
  const t = (seconds - from.at) / (to.at - from.at);
  const part = t * t * (3 - 2 * t);
  const a = harmonics(from.lights);
  const b = harmonics(to.lights);
  const da = sh.dominant(a);
  const db = sh.dominant(b);
  return sh.mix(sh.rotated(a, sh.turn(da, db, part)), sh.rotated(b, sh.turn(db, da, 1 - part)), part);
}

/** What a job is asked for. */
export function request(lights: Lights, keys: Keyframe[]): object {
  if (keys.length < 2) {
    return { sh: sh.toRows(harmonics(keys.length === 1 ? keys[0].lights : lights)) };
  }
  return {
    keyframes: keys.map((key) => ({ at: key.at, sh: sh.toRows(harmonics(key.lights)) })),
    path: 'swing',
    ease: 'smooth',
  };
}

export function described(source: Source): string {
  const side = Math.abs(source.azimuth) < 3 ? 'centre' : `${Math.round(Math.abs(source.azimuth))}° ${source.azimuth > 0 ? 'right' : 'left'}`;
  const height = Math.abs(source.elevation) < 3 ? 'level' : `${Math.round(Math.abs(source.elevation))}° ${source.elevation > 0 ? 'up' : 'down'}`;
  return `${side}, ${height}${Math.abs(source.azimuth) > 90 ? ', behind' : ''}`;
}
