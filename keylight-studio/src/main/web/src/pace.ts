/** What one drawing may cost while the hand moves: the rest of 50 ms goes to the page and to the screen. */
const BUDGET_MS = 15;
/** Up to here the full size is drawn even while the hand moves. */
const BEARABLE_MS = 22;
const SMALLEST = 0.2;
/** How much an old drawing still counts with every new one. */
const MEMORY = 0.92;
/** What asking for any drawing costs, believed with this weight until drawings of different sizes tell better. */
const ASKING_MS = 6;
const BELIEF = 1;
const UNIT = 1e5;

/**
 * How large to draw while the hand moves. Drawings are timed; a line is fitted through their costs (so much for asking at all,
 * so much a pixel), so the same page is sharp on a graphics card and still follows the hand where a processor draws.
 */
export class Pace {
  private weight = 0;
  private x = 0;
  private xx = 0;
  private y = 0;
  private xy = 0;
  private held = 1;

  /** One drawing of so many pixels took so long. */
  learn(pixels: number, milliseconds: number): void {
    const x = pixels / UNIT;
    this.weight = MEMORY * this.weight + 1;
    this.x = MEMORY * this.x + x;
    this.xx = MEMORY * this.xx + x * x;
    this.y = MEMORY * this.y + milliseconds;
    this.xy = MEMORY * this.xy + x * milliseconds;
  }

  private line(): { asking: number; slope: number } {
    const weight = this.weight + BELIEF;
    const y = this.y + BELIEF * ASKING_MS;
    const slope = Math.max(1e-3, (weight * this.xy - this.x * y) / Math.max(1e-6, weight * this.xx - this.x * this.x));
    return { asking: Math.max(0, Math.min(BUDGET_MS / 2, (y - slope * this.x) / weight)), slope };
  }

  /** Pixels that can be drawn in a time. */
  private affordable(milliseconds: number): number {
    const { asking, slope } = this.line();
    return (UNIT * (milliseconds - asking)) / slope;
  }

  /** Share of width and height to draw so many pixels in, 0 to 1. It holds still for small changes. */
  scale(pixels: number): number {
    const free = this.weight === 0 || this.affordable(BEARABLE_MS) >= pixels;
    const best = free ? 1 : Math.max(SMALLEST, Math.min(1, Math.sqrt(this.affordable(BUDGET_MS) / pixels)));
    if (best === 1 || Math.abs(best - this.held) > 0.12 * this.held) {
      this.held = best;
    }
    return this.held;
  }

  /** In how many pieces to draw so many pixels, so that the hand never waits for more than one. */
  pieces(pixels: number): number {
    return Math.max(1, Math.ceil(pixels / Math.max(1, this.affordable(BUDGET_MS))));
  }
}
