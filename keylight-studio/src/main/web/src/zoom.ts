/**
 * Lets what a viewport shows be made larger with the wheel, two fingers or a double click, and moved with the hand while it is.
 * The content is moved by a transform; its own pixels are its owner's business.
 */
export class Zoom {
  factor = 1;
  pan = { x: 0, y: 0 };
  private readonly fingers = new Map<number, { x: number; y: number }>();

  constructor(
    private readonly viewport: HTMLElement,
    private readonly content: HTMLElement,
    private readonly onChange: () => void = () => {},
  ) {
    viewport.addEventListener('wheel', (event) => {
      event.preventDefault();
      this.to(this.factor * Math.exp(-event.deltaY / 400), event);
    }, { passive: false });
    viewport.addEventListener('dblclick', (event) => this.to(this.factor > 1 ? 1 : 2, event));
    viewport.addEventListener('pointerdown', (event) => this.down(event));
    viewport.addEventListener('pointermove', (event) => this.moved(event));
    for (const end of ['pointerup', 'pointercancel'] as const) {
      viewport.addEventListener(end, (event) => this.fingers.delete(event.pointerId));
    }
  }

  /** Zooms about a point, or about the middle. */
  to(factor: number, at?: { clientX: number; clientY: number }): void {
    const next = Math.max(1, Math.min(8, factor));
    if (at) {
      const box = this.content.getBoundingClientRect();
      this.pan.x -= (at.clientX - (box.left + box.width / 2)) * (next / this.factor - 1);
      this.pan.y -= (at.clientY - (box.top + box.height / 2)) * (next / this.factor - 1);
    }
    this.factor = next;
    if (next === 1) {
      this.pan = { x: 0, y: 0 };
    }
    this.apply();
  }

  /** Shows `factor` and `pan` after they were set. */
  apply(): void {
    // Handles on the content keep their size.
    this.content.style.setProperty('--unzoom', String(1 / this.factor));
    this.content.style.transform = this.factor === 1 ? '' : `translate(${this.pan.x}px, ${this.pan.y}px) scale(${this.factor})`;
    this.viewport.classList.toggle('zoomed', this.factor > 1);
    this.onChange();
  }

  private down(event: PointerEvent): void {
    // Whoever has a handle under the hand keeps it from us.
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.factor > 1 || this.fingers.size > 1) {
      this.viewport.setPointerCapture(event.pointerId);
    }
  }

  private moved(event: PointerEvent): void {
    const before = this.fingers.get(event.pointerId);
    if (!before) {
      return;
    }
    const now = { x: event.clientX, y: event.clientY };
    const other = [...this.fingers].find(([id]) => id !== event.pointerId)?.[1];
    this.fingers.set(event.pointerId, now);
    if (other) {
      const apart = (p: { x: number; y: number }): number => Math.max(1, Math.hypot(p.x - other.x, p.y - other.y));
      this.to((this.factor * apart(now)) / apart(before), { clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 });
    } else if (this.factor > 1) {
      this.pan.x += now.x - before.x;
      this.pan.y += now.y - before.y;
      this.apply();
    }
  }
}
