import { button, h, segmented, tell } from './dom';
import type { Stage, View } from './stage';
import type { State } from './state';
import { Wipe } from './wipe';
import { Zoom } from './zoom';

/** The large picture: the view, the wipe to the original, the mesh, and zoom. */
export class StageView {
  readonly element: HTMLElement;
  private readonly frame: HTMLElement;
  private readonly wipe: Wipe;
  private readonly boxes = h('div', { className: 'faceboxes', role: 'group', 'aria-label': 'Faces' });
  private readonly empty = h('p', { className: 'empty' }, 'Reading the portrait…');
  private readonly zoom: Zoom;
  /** The part of the picture that can be seen; the wipe's handle stays in it. */
  private readonly screen = h('div', { className: 'seen' });

  constructor(private readonly stage: Stage | null, state: State) {
    this.wipe = new Wipe('Wipe to the original', () => this.screen, () => this.cut());
    this.screen.append(this.wipe.element);
    this.frame = h('div', { className: 'frame' }, stage?.canvas ?? null, stage?.meshCanvas ?? null, this.boxes);
    const viewport = h('div', { className: 'viewport' }, this.frame, this.screen, this.empty);
    this.zoom = new Zoom(viewport, this.frame, () => {
      this.fit(viewport);
      this.look();
    });
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
          h('button', { type: 'button', className: 'icon', 'aria-label': 'Zoom out', onclick: () => this.zoom.to(this.zoom.factor / 1.4) }, '−'),
          h('button', { type: 'button', className: 'icon', 'aria-label': 'Fit', onclick: () => this.zoom.to(1) }, 'Fit'),
          h('button', { type: 'button', className: 'icon', 'aria-label': 'Zoom in', onclick: () => this.zoom.to(this.zoom.factor * 1.4) }, '+'))));
    this.wipe.set(0);
    new ResizeObserver(() => this.fit(viewport)).observe(viewport);
    state.listen((change) => {
      if (change === 'portrait' && stage && state.portrait) {
        void stage.load(state.portrait).then(() => {
          this.empty.hidden = true;
          this.fit(viewport);
          this.frameFace(state);
          this.showFaces(state);
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
    if (!this.stage?.ready || !viewport.clientWidth) {
      return;
    }
    const ratio = this.stage.width / this.stage.height;
    const width = Math.min(viewport.clientWidth, viewport.clientHeight * ratio);
    this.frame.style.width = `${width}px`;
    this.frame.style.height = `${width / ratio}px`;
    this.stage.resize(Math.min(1400, width * Math.min(2, devicePixelRatio) * Math.min(2, this.zoom.factor)));
    this.look();
  }

  /** A small face in a large picture is what one wants to see first. */
  private frameFace(state: State): void {
    const face = state.portrait?.faces[state.portrait.face];
    if (!face || !this.stage) {
      return;
    }
    const factor = Math.max(1, Math.min(2.2, (0.4 * this.stage.height) / face.height));
    const scale = this.frame.clientWidth / this.stage.width;
    const room = (size: number): number => ((factor - 1) * size) / 2;
    const to = (centre: number, size: number): number => Math.max(-room(size), Math.min(room(size), factor * (size / 2 - centre)));
    this.zoom.factor = factor;
    this.zoom.pan = {
      x: to(scale * (face.x + face.width / 2), this.frame.clientWidth),
      y: to(scale * (face.y + 0.62 * face.height), this.frame.clientHeight),
    };
    this.zoom.apply();
  }

  /** Shows for a moment what was found on the portrait. */
  private flashMesh(toggle: HTMLButtonElement): void {
    const { stage } = this;
    if (stage && !stage.mesh) {
      stage.mesh = true;
      setTimeout(() => (stage.mesh = toggle.getAttribute('aria-pressed') === 'true'), 1300);
    }
  }

  /** With several faces in the picture, each can be chosen where it is. */
  private showFaces(state: State): void {
    const { portrait, portraitUpload } = state;
    const several = portrait && portraitUpload && portrait.faces.length > 1;
    this.boxes.replaceChildren(
      ...(several
        ? portrait.faces.map((face, number) => {
            const box = button('', () => void state.setPortrait(portraitUpload, number).catch((e: Error) => tell(e.message, 'error')), 'facebox');
            box.setAttribute('aria-label', `Face ${number + 1}`);
            box.setAttribute('aria-pressed', String(number === portrait.face));
            Object.assign(box.style, {
              left: `${(100 * face.x) / portrait.width}%`, top: `${(100 * face.y) / portrait.height}%`,
              width: `${(100 * face.width) / portrait.width}%`, height: `${(100 * face.height) / portrait.height}%`,
            });
            return box;
          })
        : []),
    );
  }

  /** Tells the stage which part of the picture can be seen. */
  private look(): void {
    const viewport = this.frame.parentElement;
    if (!this.stage || !viewport || !this.frame.clientWidth) {
      return;
    }
    const part = (size: number, room: number, pan: number): [number, number] => {
      const middle = 0.5 - pan / (this.zoom.factor * size);
      const half = room / (2 * this.zoom.factor * size);
      return [Math.max(0, middle - half), Math.min(1, middle + half)];
    };
    const [left, right] = part(this.frame.clientWidth, viewport.clientWidth, this.zoom.pan.x);
    const [top, bottom] = part(this.frame.clientHeight, viewport.clientHeight, this.zoom.pan.y);
    const place = (size: number, room: number, pan: number, from: number, to: number): [string, string] => {
      const whole = this.zoom.factor * size;
      return [`${room / 2 + pan - whole / 2 + from * whole}px`, `${(to - from) * whole}px`];
    };
    const [x, width] = place(this.frame.clientWidth, viewport.clientWidth, this.zoom.pan.x, left, right);
    const [y, height] = place(this.frame.clientHeight, viewport.clientHeight, this.zoom.pan.y, top, bottom);
    Object.assign(this.screen.style, { left: x, top: y, width, height });
    const { seen } = this.stage;
    if (seen.left !== left || seen.right !== right || seen.top !== top || seen.bottom !== bottom) {
      this.stage.seen = { left, top, right, bottom };
      this.cut();
    }
  }

  /** Shows the original left of the handle. */
  private cut(): void {
    if (this.stage) {
      const { left, right } = this.stage.seen;
      this.stage.wipe = this.wipe.share === 0 ? 0 : left + this.wipe.share * (right - left);
      void this.stage.invalidate();
    }
  }
}
