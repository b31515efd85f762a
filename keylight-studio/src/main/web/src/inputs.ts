import * as api from './api';
import { paintBall } from './ball';
import { button, drop, h, pick, tell } from './dom';
import { fromRows } from './harmonics';
import { shaped } from './lamp';
import type { State } from './state';

const PICTURES = 'image/png,image/jpeg,image/webp,image/tiff';
const VIDEOS = 'video/mp4,video/quicktime,video/webm,video/x-matroska,video/x-msvideo';

/** The three drops: who, what moves them, what lights them. */
export class Inputs {
  readonly element: HTMLElement;
  private readonly portrait = card('Portrait', 'Drop a photo of a face', () => pick(PICTURES, (file) => void this.take(file, 'portrait')));
  private readonly driver = card('Motion', 'Drop a video of someone moving', () => pick(`${VIDEOS},${PICTURES}`, (file) => void this.take(file, 'driver')));
  private readonly light = card('Light', 'Drop a photo whose light you like, or an HDRI', () => pick(`${PICTURES},.hdr,.exr,.json`, (file) => void this.take(file, 'light')));
  private readonly faces = h('div', { className: 'chips' });
  private readonly examples = h('div', { className: 'chips', role: 'group', 'aria-label': 'Bundled portrait' });
  private readonly templates = h('div', { className: 'chips', role: 'group', 'aria-label': 'Bundled motion' });
  private lit: string | undefined;
  private readonly photos = new Map<string, string>();
  private readonly lightState = h('div', { className: 'chips' });
  private readonly video = h('video', { muted: true, playsInline: true, preload: 'auto' });

  constructor(private readonly state: State, private readonly onLive: () => void) {
    this.portrait.extra.append(this.examples, this.faces);
    this.driver.extra.append(this.templates);
    this.light.extra.append(this.lightState);
    drop(this.portrait.element, (file) => void this.take(file, 'portrait'));
    drop(this.driver.element, (file) => void this.take(file, 'driver'));
    drop(this.light.element, (file) => void this.take(file, 'light'));
    this.element = h('aside', { className: 'inputs', 'aria-label': 'Inputs' }, this.portrait.element, this.driver.element, this.light.element);
    state.listen((change) => {
      if (change === 'portrait') {
        this.showPortrait();
      } else if (change === 'driver') {
        this.showDriver();
      } else if (change === 'light') {
        this.showLight();
      } else if (change === 'time' && this.video.src && this.video.readyState > 0) {
        this.video.currentTime = Math.min(state.seconds, Math.max(0, this.video.duration - 0.02));
      }
    });
  }

  /** What was dropped somewhere else on the page goes where it fits. */
  async anywhere(file: File): Promise<void> {
    const name = file.name.toLowerCase();
    const role = file.type.startsWith('video/') ? 'driver' : /\.(hdr|exr|json)$/.test(name) ? 'light' : 'portrait';
    await this.take(file, role);
  }

  async take(file: File, role: 'portrait' | 'driver' | 'light'): Promise<void> {
    const card = { portrait: this.portrait, driver: this.driver, light: this.light }[role];
    card.busy('Uploading…');
    try {
      const upload = await api.upload(file, (share) => card.busy(share < 1 ? `Uploading ${Math.round(100 * share)} %` : 'Looking at it…'));
      card.busy(role === 'driver' ? 'Following the face…' : 'Looking at it…');
      if (role === 'portrait') {
        await this.state.setPortrait(upload);
      } else if (role === 'driver') {
        await this.state.setDriver({ upload: upload.id, face: 0 }, upload.name);
      } else {
        await this.shineWith(upload, file);
      }
    } catch (error) {
      tell((error as Error).message, 'error');
    } finally {
      card.busy(null);
    }
  }

  private async shineWith(upload: api.Upload, file: File): Promise<void> {
    // Shown at once, from here; of what a browser cannot show, such as a panorama, the ball is shown.
    if (upload.kind === 'picture') {
      this.photos.set(upload.id, URL.createObjectURL(file));
    }
    const { sh } = await api.post<{ sh: number[][] }>('/v1/lights', { upload: upload.id });
    this.state.choices.lights = { ...this.state.choices.lights, key: shaped({ name: upload.name, rows: sh, upload: upload.id }) };
    this.state.changed('light');
  }

  /** The bundled portraits, one click away. */
  setExamples(uploads: api.Upload[]): void {
    this.examples.replaceChildren(
      ...uploads.filter((upload) => upload.example && upload.kind === 'picture').map((upload) =>
        chip(upload.name.replace(/\.\w+$/, ''), () => void this.state.setPortrait(upload).catch((e: Error) => tell(e.message, 'error')), { upload: upload.id })),
    );
    this.showPortrait();
  }

  setTemplates(names: string[]): void {
    this.templates.replaceChildren(
      ...names.map((name) => chip(words(name), () => void this.drive({ template: name }, name), { template: name })),
      chip('webcam', this.onLive, {}),
    );
    this.showDriver();
  }

  private async drive(choice: api.DriverChoice, name: string): Promise<void> {
    try {
      await this.state.setDriver(choice, name);
    } catch (error) {
      tell((error as Error).message, 'error');
    }
  }

  private showPortrait(): void {
    const { portrait, portraitUpload } = this.state;
    if (!portrait || !portraitUpload) {
      return;
    }
    this.portrait.show(h('img', { src: portrait.files.picture, alt: `Portrait: ${portraitUpload.name}` }), portraitUpload.name);
    for (const element of this.examples.children) {
      element.setAttribute('aria-pressed', String((element as HTMLElement).dataset.upload === portraitUpload.id));
    }
    this.faces.replaceChildren(
      ...(portrait.faces.length > 1
        ? portrait.faces.map((_, face) => {
            const element = chip(`face ${face + 1}`, () => void this.state.setPortrait(portraitUpload, face), {});
            element.setAttribute('aria-pressed', String(face === portrait.face));
            return element;
          })
        : []),
    );
  }

  private showDriver(): void {
    const { driverChoice, driver, driverName } = this.state;
    for (const element of this.templates.children) {
      const name = (element as HTMLElement).dataset.template;
      element.setAttribute('aria-pressed', String('template' in driverChoice && driverChoice.template === name));
    }
    if (driver?.copy) {
      this.video.src = driver.copy;
      this.driver.show(this.video, driverName);
    } else if ('template' in driverChoice) {
      this.video.removeAttribute('src');
      this.driver.show(null, '');
    }
  }

  private showLight(): void {
    const { key } = this.state.choices.lights;
    if (this.lit === key.shape?.upload) {
      return;
    }
    this.lit = key.shape?.upload;
    const ball = h('canvas', { 'aria-hidden': 'true' });
    const photo = this.photos.get(this.lit ?? '');
    if (key.shape && this.lit) {
      paintBall(ball, fromRows(key.shape.rows), 120);
    }
    this.light.show(this.lit ? (photo ? h('img', { src: photo, alt: `Light of ${key.shape?.name}`, onerror: (event: Event) => (event.target as HTMLElement).replaceWith(ball) }) : ball) : null, key.shape?.upload ? key.shape.name : '');
    this.lightState.replaceChildren(
      ...(key.shape?.upload
        ? [
            button('Remove this light', () => {
              const { lights } = this.state.choices;
              this.state.choices.lights = { ...lights, key: { ...lights.key, shape: null, softness: 0.2 } };
              this.state.changed('light');
            }, 'chip'),
          ]
        : []),
    );
  }
}

export function words(name: string): string {
  return name.replaceAll('-', ' ');
}

function chip(text: string, onclick: () => void, data: Record<string, string>): HTMLButtonElement {
  const element = button(text, onclick, 'chip');
  Object.assign(element.dataset, data);
  return element;
}

function card(title: string, hint: string, onPick: () => void): {
  element: HTMLElement;
  extra: HTMLElement;
  show(what: HTMLElement | null, name: string): void;
  busy(what: string | null): void;
} {
  const place = h('span', { className: 'place' }, hint);
  const status = h('span', { className: 'status', role: 'status' });
  const open = h('button', { type: 'button', className: 'well', onclick: onPick, 'aria-label': `${title}: choose a file` }, place, status);
  const name = h('span', { className: 'file' });
  const extra = h('div', { className: 'extra' });
  const element = h('section', { className: `card ${title.toLowerCase()}`, 'aria-label': title }, h('h2', {}, title, name), open, extra);
  return {
    element,
    extra,
    show(what, text) {
      place.replaceChildren(what ?? hint);
      place.classList.toggle('filled', what !== null);
      name.textContent = text;
    },
    busy(what) {
      status.textContent = what ?? '';
      element.classList.toggle('busy', what !== null);
    },
  };
}
