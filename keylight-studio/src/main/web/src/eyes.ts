import * as sh from './harmonics';
import { smoothstep } from './balance';
import type { Geometry, PortraitAnswer } from './scene';

const LIDS = [[159, 145], [386, 374]];
/** The inner edge of the lips, round. */
const MOUTH = [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95];

/** Where the lamp is mirrored in both eyes (x, y, radius each, 0 for none) and how strongly, as the engine's Catchlights. */
export function catchlights(light: sh.Light, portrait: PortraitAnswer, scene: Geometry, positions: Float32Array): { eyes: Float32Array; strength: number } {
  const y = sh.luminance(light);
  const directed = Math.hypot(y[1], y[2], y[3]) / Math.max(1e-4, y[0]);
  const towards = sh.dominant(light);
  const length = Math.hypot(towards[0], towards[1], towards[2] + 1);
  const eyes = new Float32Array(6);
  let open = 0;
  if (towards[2] > -0.2) {
    portrait.irises.forEach(([x, iy, radius], eye) => {
      if (radius < 2.5) {
        return;
      }
      // The iris goes where its lids go.
      const [up, low] = LIDS[eye];
      const dx = (positions[3 * up] + positions[3 * low] - scene.positions[3 * up] - scene.positions[3 * low]) / 2;
      const dy = (positions[3 * up + 1] + positions[3 * low + 1] - scene.positions[3 * up + 1] - scene.positions[3 * low + 1]) / 2;
      const top = positions[3 * up + 1];
      const bottom = positions[3 * low + 1];
      const spot = Math.max(0.8, 0.2 * radius);
      const px = x + dx + (1.05 * radius * towards[0]) / length;
      const py = iy + dy - (1.05 * radius * towards[1]) / length;
      open = Math.max(open, smoothstep(0.5 * radius, radius, bottom - top));
      eyes.set([px, Math.min(Math.max(py, top + 1.3 * spot), bottom - 1.3 * spot), spot], 3 * eye);
    });
  }
  return { eyes, strength: 0.9 * smoothstep(0.1, 0.7, directed) * open };
}

/** A mouth that opens further than the portrait's: its edge, round, and how much it opens, 0 to 1. */
export function openMouth(scene: Geometry, positions: Float32Array): { round: Float32Array; opens: number } {
  const height = (p: Float32Array): number => Math.hypot(p[39] - p[42], p[40] - p[43]);
  const width = Math.hypot(positions[234] - positions[924], positions[235] - positions[925]);
  return {
    round: Float32Array.from(MOUTH.flatMap((v) => [positions[3 * v], positions[3 * v + 1]])),
    opens: smoothstep(0.06, 0.2, (height(positions) - height(scene.positions)) / Math.max(1, width)),
  };
}
