import * as sh from './harmonics';

/** Steps of the table that encodes linear light for the screen. */
const STEPS = 4096;

/** What of a ball does not depend on the light: which pixels it covers, how far, and the nine bands of each one's normal. */
interface Ball {
  places: Uint32Array;
  cover: Uint8ClampedArray;
  bands: Float32Array;
}
const balls = new Map<number, Ball>();
let encode: Uint8ClampedArray | null = null;

function ball(size: number): Ball {
  const known = balls.get(size);
  if (known) {
    return known;
  }
  const places: number[] = [];
  const cover: number[] = [];
  const bands: number[] = [];
  const radius = size / 2;
  for (let py = 0; py < size; py++) {
    for (let px = 0; px < size; px++) {
      const x = (px + 0.5 - radius) / (radius - 1);
      const y = (radius - py - 0.5) / (radius - 1);
      const outside = Math.hypot(x, y);
      if (outside < 1.02) {
        const z = Math.sqrt(Math.max(0, 1 - x * x - y * y));
        places.push(4 * (py * size + px));
        cover.push(255 * Math.max(0, Math.min(1, (1 - outside) * (radius - 1) + 0.5)));
        const b = [1, x, y, z, x * y, x * z, y * z, x * x - y * y, 3 * z * z - 1];
        b.forEach((value, band) => bands.push(value * sh.CONSTANTS[band]));
      }
    }
  }
  const made = { places: Uint32Array.from(places), cover: Uint8ClampedArray.from(cover), bands: Float32Array.from(bands) };
  balls.set(size, made);
  return made;
}

function table(): Uint8ClampedArray {
  encode ??= Uint8ClampedArray.from({ length: STEPS + 1 }, (_, i) => {
    const lit = 0.012 + (8 * i) / STEPS;
    return Math.round(255 * sh.encoded(Math.min(1, lit / (1 + 0.22 * lit * lit))));
  });
  return encode;
}

/** Paints a light as the ball it falls on. */
export function paintBall(canvas: HTMLCanvasElement, light: sh.Light, size: number): void {
  const context = canvas.getContext('2d')!;
  if (canvas.width !== size) {
    canvas.width = size;
    canvas.height = size;
  }
  const { places, cover, bands } = ball(size);
  const picture = context.createImageData(size, size);
  const { data } = picture;
  // The visible half's mean is brought to a middle grey, so that every light can be read.
  const mean = sh.meanShading(light);
  const gain = ((0.42 / Math.max(1e-3, 0.2126 * mean[0] + 0.7152 * mean[1] + 0.0722 * mean[2])) * STEPS) / 8;
  const k = light.map((value) => value * gain);
  const steps = table();
  for (let p = 0, b = 0; p < places.length; p++, b += 9) {
    const at = places[p];
    for (let c = 0; c < 3; c++) {
      let lit = 0;
      for (let band = 0; band < 9; band++) {
        lit += bands[b + band] * k[3 * band + c];
      }
      data[at + c] = steps[lit <= 0 ? 0 : lit >= STEPS ? STEPS : lit | 0];
    }
    data[at + 3] = cover[p];
  }
  context.putImageData(picture, 0, 0);
}
