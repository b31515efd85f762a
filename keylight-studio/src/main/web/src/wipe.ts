import { h } from './dom';

/** A handle across a picture: what is left of it shows something else. Drag it, or use the arrow keys, Home and End. */
export class Wipe {
  readonly element: HTMLButtonElement;
  share = 0;

  constructor(label: string, private readonly frame: () => HTMLElement, private readonly onWipe: (share: number) => void) {
    this.element = h('button', {
      type: 'button', className: 'wipe', role: 'slider', 'aria-label': label, 'aria-valuemin': '0', 'aria-valuemax': '100',
      onkeydown: (event: KeyboardEvent) => {
        const to: Record<string, number> = { ArrowRight: this.share + 0.05, ArrowLeft: this.share - 0.05, Home: 0, End: 1 };
        if (event.key in to) {
          event.preventDefault();
          this.set(to[event.key]);
        }
      },
    });
    this.element.addEventListener('pointerdown', (event) => {
      this.element.setPointerCapture(event.pointerId);
      // The picture under the handle is not to be moved as well.
      event.stopPropagation();
    });
    this.element.addEventListener('dblclick', (event) => event.stopPropagation());
    this.element.addEventListener('pointermove', (event) => {
      if (this.element.hasPointerCapture(event.pointerId)) {
        const box = this.frame().getBoundingClientRect();
        this.set((event.clientX - box.left) / box.width);
      }
    });
  }

  /** Puts it at a share of the width, 0 to 1. */
  set(share: number): void {
    this.share = Math.max(0, Math.min(1, share));
    this.element.style.setProperty('--at', `${100 * this.share}%`);
    this.element.setAttribute('aria-valuenow', String(Math.round(100 * this.share)));
    this.onWipe(this.share);
  }
}
