/** What one drawing may cost while the hand moves: the rest of 50 ms goes to the page and to the screen. */
const BUDGET_MS = 16;
/** Up to here the full size is drawn even while the hand moves. */
const BEARABLE_MS = 24;
const SMALLEST = 0.2;

/**
 * How large to draw while the hand moves. Drawings are timed; how many pixels the time allows is learnt from that, so the same
 * page is sharp on a graphics card and still follows the hand where a processor draws.
 */
export class Pace {
  private affordable = 0;
  private held = 1;

  /** One drawing of so many pixels took so long. */
  learn(pixels: number, milliseconds: number): void {
    const allowed = pixels * Math.min(8, BUDGET_MS / Math.max(1, milliseconds));
    this.affordable = this.affordable === 0 ? allowed : this.affordable + 0.3 * (allowed - this.affordable);
  }

  /** Share of width and height to draw so many pixels in, 0 to 1. It holds still for small changes. */
  scale(pixels: number): number {
    const best =
      this.affordable === 0 || (this.affordable * BEARABLE_MS) / BUDGET_MS >= pixels
        ? 1
        : Math.max(SMALLEST, Math.sqrt(this.affordable / pixels));
    if (best === 1 || Math.abs(best - this.held) > 0.12 * this.held) {
      this.held = best;
    }
    return this.held;
  }

  /** In how many pieces to draw so many pixels, so that the hand never waits for more than one. */
  pieces(pixels: number): number {
    return Math.max(1, Math.ceil(pixels / Math.max(1, this.affordable)));
  }
}
