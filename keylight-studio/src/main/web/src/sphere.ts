import { paintBall } from './ball';
import { h } from './dom';
import { angles, described, direction, harmonics, type Lights, type Source } from './lamp';

const SIZE = 232;

/**
 * The light as a ball under the hand. A lamp's handle on the disc is in front; past the rim it goes behind the head. Arrow
 * keys move it by five degrees, with Shift by one.
 */
export class Sphere {
  readonly element: HTMLElement;
  private readonly canvas = h('canvas', { 'aria-hidden': 'true' });
  private readonly handles: Record<'key' | 'second', HTMLButtonElement>;
  private readonly label = h('p', { className: 'sphere-label', 'aria-live': 'polite' });
  private dragging: 'key' | 'second' | null = null;

  constructor(
    private readonly lights: () => Lights,
    private readonly onMove: (which: 'key' | 'second', source: Source) => void,
  ) {
    this.handles = { key: this.handle('key', 'Key light'), second: this.handle('second', 'Second light') };
    const ball = h('div', { className: 'ball' }, this.canvas, this.handles.key, this.handles.second);
    ball.addEventListener('pointerdown', (event) => this.grab(event, ball));
    ball.addEventListener('pointermove', (event) => this.dragging && this.moveTo(this.dragging, event, ball));
    ball.addEventListener('pointerup', () => (this.dragging = null));
    ball.addEventListener('pointercancel', () => (this.dragging = null));
    this.element = h('div', { className: 'sphere' }, ball, this.label);
  }

  private handle(which: 'key' | 'second', name: string): HTMLButtonElement {
    return h('button', {
      type: 'button', className: `handle ${which}`, role: 'slider', 'aria-label': name, 'aria-valuemin': '-180', 'aria-valuemax': '180',
      onkeydown: (event: KeyboardEvent) => {
        const source = which === 'key' ? this.lights().key : this.lights().second;
        const step = event.shiftKey ? 1 : 5;
        const by: Record<string, [number, number]> = {
          ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step],
        };
        const change = by[event.key];
        if (source && change) {
          event.preventDefault();
          const azimuth = ((source.azimuth + change[0] + 540) % 360) - 180;
          this.onMove(which, { ...source, azimuth, elevation: Math.max(-90, Math.min(90, source.elevation + change[1])) });
        }
      },
    });
  }

  private grab(event: PointerEvent, ball: HTMLElement): void {
    const onSecond = (event.target as HTMLElement).classList.contains('second');
    this.dragging = onSecond ? 'second' : 'key';
    this.handles[this.dragging].focus({ preventScroll: true });
    ball.setPointerCapture(event.pointerId);
    event.preventDefault();
    this.moveTo(this.dragging, event, ball);
  }

  private moveTo(which: 'key' | 'second', event: PointerEvent, ball: HTMLElement): void {
    const source = which === 'key' ? this.lights().key : this.lights().second;
    if (!source) {
      return;
    }
    const box = ball.getBoundingClientRect();
    let x = ((event.clientX - box.left) / box.width) * 2 - 1;
    let y = 1 - ((event.clientY - box.top) / box.height) * 2;
    const r = Math.hypot(x, y);
    let z = Math.sqrt(Math.max(0, 1 - r * r));
    if (r > 1) {
      const inside = Math.max(0, 2 - r) / r;
      x *= inside;
      y *= inside;
      z = -Math.sqrt(Math.max(0, 1 - x * x - y * y));
    }
    this.onMove(which, { ...source, ...angles([x, y, z]) });
  }

  draw(): void {
    const lights = this.lights();
    paintBall(this.canvas, harmonics(lights), SIZE);
    this.place('key', lights.key);
    this.place('second', lights.second);
    this.label.textContent = described(lights.key);
  }

  private place(which: 'key' | 'second', source: Source | null): void {
    const handle = this.handles[which];
    handle.hidden = !source;
    if (source) {
      const d = direction(source);
      const behind = d[2] < 0;
      const r = Math.hypot(d[0], d[1]);
      // Behind the head a handle lies outside the rim, as far as it is behind.
      const out = behind ? (r < 1e-3 ? 1 : Math.min(1.16, 2 - r) / r) : 1;
      handle.style.left = `${50 + 50 * d[0] * out}%`;
      handle.style.top = `${50 - 50 * d[1] * out}%`;
      handle.style.setProperty('--colour', source.colour);
      handle.classList.toggle('behind', behind);
      handle.setAttribute('aria-valuenow', String(Math.round(source.azimuth)));
      handle.setAttribute('aria-valuetext', described(source));
    }
  }
}
