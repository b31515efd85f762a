import type { Geometry } from './scene';

/**
 * The triangles that show something of the person, in their order. Where the cut-out is clear the picture behind shows, which
 * is drawn anyway; leaving those out changes no pixel and saves the shader most of a portrait with much background.
 */
export function personTriangles(scene: Geometry, albedo: ImageBitmap, width: number, height: number): Uint32Array {
  const across = albedo.width;
  const down = albedo.height;
  const canvas = new OffscreenCanvas(across, down);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(albedo, 0, 0);
  const pixels = context.getImageData(0, 0, across, down).data;
  const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, value));
  const kept: number[] = [];
  for (let t = 0; t < scene.triangles.length; t += 3) {
    const corners = [0, 1, 2].map((i) => 3 * scene.triangles[t + i]);
    const xs = corners.map((c) => (scene.positions[c] * across) / width);
    const ys = corners.map((c) => (scene.positions[c + 1] * down) / height);
    // Two more pixels: the sampler mixes neighbours.
    const left = clamp(Math.floor(Math.min(...xs)) - 2, across - 1);
    const right = clamp(Math.ceil(Math.max(...xs)) + 2, across - 1);
    const top = clamp(Math.floor(Math.min(...ys)) - 2, down - 1);
    const bottom = clamp(Math.ceil(Math.max(...ys)) + 2, down - 1);
    if (covered(pixels, across, left, right, top, bottom)) {
      kept.push(scene.triangles[t], scene.triangles[t + 1], scene.triangles[t + 2]);
    }
  }
  return Uint32Array.from(kept);
}

function covered(pixels: Uint8ClampedArray, across: number, left: number, right: number, top: number, bottom: number): boolean {
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      if (pixels[4 * (y * across + x) + 3] > 0) {
        return true;
      }
    }
  }
  return false;
}
