import * as api from './api';
import { h, time } from './dom';
import { progressOf, shareOf } from './renders';
import { Motion } from './scene';
import { Stage } from './stage';
import type { Choices } from './state';
import { at, harmonics } from './lamp';
import { Wipe } from './wipe';
import { Zoom } from './zoom';

/** One render, large: while it runs and when it is done, beside what it was made from; or two against each other. */
export class Viewer {
  readonly element = h('div', { className: 'viewer' });
  private key = '';
  private status = h('p', { className: 'status', role: 'status' });
  private bar = h('progress', { max: 1, value: 0 });
  private preview = h('img', { className: 'previewframe', alt: 'Newest frame' });
  private hints: Stage | null = null;

  constructor(private readonly onFormat: (job: api.Job, format: string) => void) {}

  show(job: api.Job | null, other: api.Job | null, actions: HTMLElement[]): void {
    if (!job) {
      this.key = '';
      this.element.replaceChildren();
      return;
    }
    const key = `${job.id} ${job.state} ${other?.id ?? ''}`;
    if (key === this.key) {
      this.update(job);
      return;
    }
    this.key = key;
    const title = h('header', {}, h('h2', {}, `Render #${job.position}`), h('div', { className: 'actions' }, ...actions));
    if (job.state === 'done' && job.links) {
      this.element.replaceChildren(title, this.finished(job, other), this.downloads(job), notes(job));
    } else {
      this.preview.removeAttribute('src');
      this.element.replaceChildren(title, h('div', { className: 'running' }, this.preview, this.bar, this.status), notes(job));
      this.update(job);
    }
  }

  private update(job: api.Job): void {
    if (job.preview && this.preview.getAttribute('src') !== job.preview) {
      this.preview.src = job.preview;
    }
    this.preview.hidden = !this.preview.getAttribute('src');
    const over = job.state === 'failed' || job.state === 'cancelled';
    this.bar.hidden = over;
    this.bar.value = shareOf(job);
    this.status.textContent = job.state === 'failed' ? job.error ?? 'It failed.' : job.state === 'cancelled' ? 'Cancelled. Resume goes on with it.' : progressOf(job);
  }

  private finished(job: api.Job, other: api.Job | null): HTMLElement {
    const video = h('video', { src: job.links!.view, loop: true, playsInline: true, controls: false, preload: 'auto' });
    const beside: HTMLElement = other?.links
      ? h('video', { src: other.links.view, loop: true, playsInline: true, muted: true, preload: 'auto' })
      : h('img', { src: job.links!.poster, alt: 'The portrait' });
    const over = h('div', { className: 'over' }, beside);
    const frame = h('div', { className: 'wiped' }, video, over);
    const wipe = new Wipe(other ? 'Wipe between the two renders' : 'Wipe to the portrait', () => frame, (share) =>
      frame.style.setProperty('--wipe', `${100 * share}%`));
    frame.append(wipe.element);
    wipe.set(other ? 0.5 : 0);
    const viewport = h('div', { className: 'screen' }, frame);
    new Zoom(viewport, frame);
    viewport.classList.toggle('clear', job.spec.background === 'transparent');
    const panes = h('div', { className: 'panes' });
    const followers: ((seconds: number) => void)[] = [];
    if (other?.links) {
      followers.push((seconds) => follow(beside as HTMLVideoElement, seconds));
    } else {
      void this.sources(job, beside as HTMLImageElement, panes, followers);
    }
    const scrub = h('input', { type: 'range', min: '0', max: '1000', value: '0', 'aria-label': 'Time' });
    const play = h('button', { type: 'button', className: 'play', 'aria-label': 'Play' }, '▶');
    const now = h('span', { className: 'now' });
    play.addEventListener('click', () => void (video.paused ? video.play() : video.pause()));
    video.addEventListener('play', () => { play.textContent = '❚❚'; play.setAttribute('aria-label', 'Pause'); });
    video.addEventListener('pause', () => { play.textContent = '▶'; play.setAttribute('aria-label', 'Play'); });
    scrub.addEventListener('input', () => {
      video.pause();
      video.currentTime = (Number(scrub.value) / 1000) * (video.duration || 0);
    });
    const tick = (): void => {
      if (!video.isConnected) {
        return;
      }
      scrub.value = String(Math.round((1000 * video.currentTime) / (video.duration || 1)));
      scrub.style.setProperty('--fill', `${(100 * video.currentTime) / (video.duration || 1)}%`);
      now.textContent = `${video.currentTime.toFixed(2)} / ${time(video.duration || 0)}`;
      followers.forEach((tell) => tell(video.currentTime));
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    return h('div', { className: 'finished' }, h('div', { className: 'show' }, viewport, panes),
      h('div', { className: 'transport' }, play, h('div', { className: 'line' }, scrub), now));
  }

  /** What it was made from, following the result's time: portrait, driver, hints. */
  private async sources(job: api.Job, beside: HTMLImageElement, panes: HTMLElement, followers: ((seconds: number) => void)[]): Promise<void> {
    try {
      const portrait = await api.portrait(job.spec.portrait.upload, job.spec.portrait.face ?? 0);
      beside.src = portrait.files.picture;
      panes.append(pane('Portrait', h('img', { src: portrait.files.picture, alt: 'The portrait' })));
      const driver = await api.driver(job.spec.driver);
      if (driver.copy) {
        const video = h('video', { src: driver.copy, muted: true, playsInline: true, preload: 'auto' });
        panes.append(pane('Driver', video));
        followers.push((seconds) => follow(video, seconds));
      }
      const choices = job.spec.page?.choices as Choices | undefined;
      if (choices) {
        const body = { portrait: job.spec.portrait, driver: job.spec.driver, motion: job.spec.options.motion };
        const motion = new Motion(await api.motion(body, new AbortController().signal));
        this.hints ??= new Stage(h('canvas', { 'aria-label': 'Shading hints' }));
        const { hints } = this;
        hints.view = 'shading';
        await hints.load(portrait);
        hints.resize(360);
        panes.append(pane('Hints', hints.canvas));
        followers.push((seconds) => {
          hints.light = choices.keys.length > 1 ? at(choices.keys, seconds) : harmonics(choices.keys[0]?.lights ?? choices.lights);
          hints.move(motion, seconds);
        });
      }
    } catch {
      // Its inputs are gone; the result still stands.
    }
  }

  private downloads(job: api.Job): HTMLElement {
    const own = job.spec.format;
    const formats: [string, string][] = [['mp4', 'MP4'], ['webm', 'WebM'], ['mov', 'ProRes'], ['png', 'PNG frames']];
    const clear = job.spec.background === 'transparent';
    const others: [string, string, string][] = [
      ...formats.filter(([format]) => format !== own && !(clear && format === 'mp4')).map(([format, name]): [string, string, string] =>
        [format, String(job.spec.background ?? 'keep'), clear ? `${name} with alpha` : name]),
      ...(clear ? [] : formats.filter(([format]) => format !== 'mp4').map(([format, name]): [string, string, string] =>
        [format, 'transparent', `${name} with alpha`])),
    ];
    const select = h('select', {
      'aria-label': 'Make another format',
      onchange: () => {
        const [format, background] = select.value.split(' ');
        this.onFormat({ ...job, spec: { ...job.spec, background } }, format);
        select.value = '';
      },
    }, h('option', { value: '' }, 'Make another format…'), ...others.map(([format, background, name]) => h('option', { value: `${format} ${background}` }, name)));
    return h('div', { className: 'downloads' },
      h('a', { href: `${job.links!.result}?download`, className: 'primary', download: '' }, `Download ${formats.find(([f]) => f === own)?.[1]}${clear ? ' with alpha' : ''}`),
      select,
      h('a', { href: job.links!.settings, className: 'quiet', title: 'For keylight animate --settings' }, 'Settings file'),
      h('a', { href: job.links!.recipe, className: 'quiet', title: 'Settings with portrait, driver and light' }, 'Recipe (zip)'));
  }
}

function follow(video: HTMLVideoElement, seconds: number): void {
  if (video.readyState > 0 && Math.abs(video.currentTime - seconds) > 0.045) {
    video.currentTime = Math.min(seconds, Math.max(0, video.duration - 0.02));
  }
}

function pane(title: string, what: HTMLElement): HTMLElement {
  return h('figure', {}, what, h('figcaption', {}, title));
}

function notes(job: api.Job): HTMLElement {
  return h('ul', { className: 'notes' }, ...job.notes.map((note) => h('li', {}, note)));
}
