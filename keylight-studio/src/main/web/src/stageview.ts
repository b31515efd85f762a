import { button, h, segmented } from './dom';
import type { Stage, View } from './stage';
import type { State } from './state';

/** The large picture: the view, the wipe to the original, the mesh, and zoom. */
export class StageView {
  readonly element: HTMLElement;
  private readonly frame: HTMLElement;
  private readonly handle: HTMLButtonElement;
  private readonly empty = h('p', { className: 'empty' }, 'Reading the portrait…');
  private zoom = 1;
  private pan = { x: 0, y: 0 };

  constructor(private readonly stage: Stage | null, state: State) {
    this.handle = h('button', {
      type: 'button', className: 'wipe', role: 'slider', 'aria-label': 'Wipe to the original', 'aria-valuemin': '0', 'aria-valuemax': '100',
      onkeydown: (event: KeyboardEvent) => {
        const by = event.key === 'ArrowRight' ? 0.05 : event.key === 'ArrowLeft' ? -0.05 : 0;
        if (by && stage) {
          event.preventDefault();
          this.wipeTo(stage.wipe + by);
        }
      },
    });
    this.frame = h('div', { className: 'frame' }, stage?.canvas ?? null, stage?.meshCanvas ?? null, this.handle);
    const viewport = h('div', { className: 'viewport' }, this.frame, this.empty);
    this.handle.addEventListener('pointerdown', (event) => {
      this.handle.setPointerCapture(event.pointerId);
      event.stopPropagation();
    });
    this.handle.addEventListener('pointermove', (event) => {
      if (this.handle.hasPointerCapture(event.pointerId)) {
        const box = this.frame.getBoundingClientRect();
        this.wipeTo((event.clientX - box.left) / box.width);
      }
    });
    viewport.addEventListener('wheel', (event) => {
      event.preventDefault();
      this.zoomTo(this.zoom * Math.exp(-event.deltaY / 400), event);
    }, { passive: false });
    viewport.addEventListener('pointerdown', (event) => this.grab(event, viewport));
    viewport.addEventListener('dblclick', () => this.zoomTo(this.zoom > 1 ? 1 : 2));
    const views = segmented<View>('View', [['relit', 'Relit'], ['original', 'Original'], ['shading', 'Shading']], 'relit', (view) => {
      if (stage) {
        stage.view = view;
        void stage.invalidate();
      }
    });
    const mesh = button('Mesh', () => {
      if (stage) {
        stage.mesh = !stage.mesh;
        mesh.setAttribute('aria-pressed', String(stage.mesh));
      }
    }, 'chip');
    mesh.setAttribute('aria-pressed', 'false');
    this.element = h('div', { className: 'stage', 'aria-label': 'Stage' },
      viewport,
      h('div', { className: 'stagebar' }, views.element, mesh,
        h('span', { className: 'zoom' },
          h('button', { type: 'button', className: 'icon', 'aria-label': 'Zoom out', onclick: () => this.zoomTo(this.zoom / 1.4) }, '−'),
          h('button', { type: 'button', className: 'icon', 'aria-label': 'Fit', onclick: () => this.zoomTo(1) }, 'Fit'),
          h('button', { type: 'button', className: 'icon', 'aria-label': 'Zoom in', onclick: () => this.zoomTo(this.zoom * 1.4) }, '+'))));
    this.wipeTo(0);
    new ResizeObserver(() => this.fit(viewport)).observe(viewport);
    state.listen((change) => {
      if (change === 'portrait' && stage && state.portrait) {
        void stage.load(state.portrait).then(() => {
          this.empty.hidden = true;
          this.fit(viewport);
          this.frameFace(state, viewport);
          state.changed('light');
          document.documentElement.dataset.ready = 'true';
          this.flashMesh(mesh);
        });
      }
      if (stage && (change === 'light' || change === 'time')) {
        stage.light = state.light();
        stage.strength = state.choices.lightOptions;
        void stage.invalidate();
      }
      if (stage && (change === 'time' || change === 'motion')) {
        if (state.moving && state.motion) {
          stage.move(state.motion, state.seconds);
        } else {
          stage.still();
        }
      }
    });
    if (!stage) {
      this.empty.textContent = 'This browser has no WebGL 2, which the live preview needs. Renders work without it.';
    }
  }

  private fit(viewport: HTMLElement): void {
    if (!this.stage?.ready) {
      return;
    }
    const ratio = this.stage.width / this.stage.height;
    const width = Math.min(viewport.clientWidth, viewport.clientHeight * ratio);
    this.frame.style.width = `${width}px`;
    this.frame.style.height = `${width / ratio}px`;
    this.stage.resize(Math.min(1400, width * Math.min(2, devicePixelRatio) * Math.min(2, this.zoom)));
    this.look();
  }

  /** A small face in a large picture is what one wants to see first. */
  private frameFace(state: State, viewport: HTMLElement): void {
    const face = state.portrait?.faces[state.portrait.face];
    if (!face || !this.stage) {
      return;
    }
    this.zoom = Math.max(1, Math.min(2.2, (0.4 * this.stage.height) / face.height));
    const scale = this.frame.clientWidth / this.stage.width;
    const room = (size: number): number => ((this.zoom - 1) * size) / 2;
    const to = (centre: number, size: number): number => Math.max(-room(size), Math.min(room(size), this.zoom * (size / 2 - centre)));
    this.pan = {
      x: to(scale * (face.x + face.width / 2), this.frame.clientWidth),
      y: to(scale * (face.y + 0.62 * face.height), this.frame.clientHeight),
    };
    this.move();
    this.fit(viewport);
  }

  /** Shows for a moment what was found on the portrait. */
  private flashMesh(toggle: HTMLButtonElement): void {
    const { stage } = this;
    if (stage && !stage.mesh) {
      stage.mesh = true;
      setTimeout(() => (stage.mesh = toggle.getAttribute('aria-pressed') === 'true'), 1300);
    }
  }

  private wipeTo(share: number): void {
    const wipe = Math.max(0, Math.min(1, share));
    this.handle.style.left = `${100 * wipe}%`;
    this.handle.setAttribute('aria-valuenow', String(Math.round(100 * wipe)));
    if (this.stage) {
      this.stage.wipe = wipe;
      void this.stage.invalidate();
    }
  }

  private zoomTo(zoom: number, at?: { clientX: number; clientY: number }): void {
    const next = Math.max(1, Math.min(8, zoom));
    if (at) {
      const box = this.frame.getBoundingClientRect();
      const dx = at.clientX - (box.left + box.width / 2);
      const dy = at.clientY - (box.top + box.height / 2);
      this.pan.x -= dx * (next / this.zoom - 1);
      this.pan.y -= dy * (next / this.zoom - 1);
    }
    this.zoom = next;
    if (next === 1) {
      this.pan = { x: 0, y: 0 };
    }
    this.move();
    this.fit(this.frame.parentElement!);
  }

  private grab(down: PointerEvent, viewport: HTMLElement): void {
    if (this.zoom === 1 || down.target === this.handle) {
      return;
    }
    const start = { x: down.clientX - this.pan.x, y: down.clientY - this.pan.y };
    const move = (event: PointerEvent): void => {
      this.pan = { x: event.clientX - start.x, y: event.clientY - start.y };
      this.move();
    };
    viewport.setPointerCapture(down.pointerId);
    viewport.addEventListener('pointermove', move);
    viewport.addEventListener('pointerup', () => viewport.removeEventListener('pointermove', move), { once: true });
  }

  private move(): void {
    // The wipe's handle keeps its size.
    this.frame.style.setProperty('--unzoom', String(1 / this.zoom));
    this.frame.style.transform = `translate(${this.pan.x}px, ${this.pan.y}px) scale(${this.zoom})`;
    this.look();
  }

  /** Tells the stage which part of the picture can be seen. */
  private look(): void {
    const viewport = this.frame.parentElement;
    if (!this.stage || !viewport || !this.frame.clientWidth) {
      return;
    }
    const part = (size: number, room: number, pan: number): [number, number] => {
      const middle = 0.5 - pan / (this.zoom * size);
      const half = room / (2 * this.zoom * size);
      return [Math.max(0, middle - half), Math.min(1, middle + half)];
    };
    const [left, right] = part(this.frame.clientWidth, viewport.clientWidth, this.pan.x);
    const [top, bottom] = part(this.frame.clientHeight, viewport.clientHeight, this.pan.y);
    const { seen } = this.stage;
    if (seen.left !== left || seen.right !== right || seen.top !== top || seen.bottom !== bottom) {
      this.stage.seen = { left, top, right, bottom };
      void this.stage.invalidate();
    }
  }
}
