import * as api from './api';
import { button, h, tell, time } from './dom';
import type { Choices } from './state';
import { Viewer } from './viewer';

/** What was rendered, newest first; one of them, or two, in the viewer. */
export class Renders {
  readonly element: HTMLElement;
  private readonly list = h('ol', { className: 'history' });
  private readonly viewer: Viewer;
  private jobs: api.Job[] = [];
  private shown: string | null = null;
  private compared: string | null = null;
  private readonly watched = new Map<string, () => void>();

  constructor(private readonly onTweak: (choices: Choices, spec: api.JobSpec) => void, onFormat: (job: api.Job, format: string) => void) {
    this.viewer = new Viewer(onFormat);
    this.element = h('section', { className: 'renders', 'aria-label': 'Renders' },
      h('aside', { className: 'historypane' }, h('h2', {}, 'Renders'), this.list), this.viewer.element);
  }

  async refresh(): Promise<void> {
    this.jobs = await api.get<api.Job[]>('/v1/jobs?limit=60');
    this.jobs.filter((job) => job.state === 'queued' || job.state === 'running').forEach((job) => this.watch(job.id));
    this.show();
  }

  /** A job that was just made. */
  add(job: api.Job): void {
    this.jobs = [job, ...this.jobs.filter((other) => other.id !== job.id)];
    this.shown = job.id;
    this.compared = null;
    this.watch(job.id);
    this.show();
  }

  private watch(id: string): void {
    if (!this.watched.has(id)) {
      this.watched.set(id, api.watch(id, (job) => {
        this.jobs = this.jobs.map((other) => (other.id === id ? job : other));
        if (job.state !== 'queued' && job.state !== 'running') {
          this.watched.delete(id);
          if (job.state === 'failed') {
            tell(job.error ?? 'The render failed.', 'error');
          }
        }
        this.show();
      }));
    }
  }

  private show(): void {
    this.shown = this.shown ?? this.jobs[0]?.id ?? null;
    this.list.replaceChildren(...this.jobs.map((job) => this.row(job)));
    if (!this.jobs.length) {
      this.list.append(h('li', { className: 'hint' }, 'Nothing rendered yet. Drag the light, then press Render.'));
    }
    const job = this.jobs.find((one) => one.id === this.shown) ?? null;
    const other = this.jobs.find((one) => one.id === this.compared) ?? null;
    this.viewer.show(job, other, job ? this.actions(job) : []);
  }

  private row(job: api.Job): HTMLElement {
    const share = shareOf(job);
    const states = { queued: 'waiting', running: `${Math.round(100 * share)} %`, done: '', failed: 'failed', cancelled: 'cancelled' };
    const picture = job.links?.poster ?? job.preview;
    const open = h('button', {
      type: 'button', className: 'row',
      onclick: (event: MouseEvent) => {
        if ((event.ctrlKey || event.metaKey || event.shiftKey) && job.id !== this.shown) {
          this.compared = job.id;
        } else {
          this.shown = job.id;
          this.compared = null;
        }
        this.show();
      },
    },
      picture ? h('img', { src: picture, alt: '', loading: 'lazy' }) : h('span', { className: 'blank' }),
      h('span', { className: 'what' },
        h('strong', {}, `${String(job.spec.page?.portraitName ?? 'portrait')} · ${String(job.spec.page?.driverName ?? 'driver')}`),
        h('span', {}, [when(job.createdAt), job.spec.format, states[job.state]].filter(Boolean).join(' · '))));
    open.setAttribute('aria-pressed', String(job.id === this.shown || job.id === this.compared));
    return h('li', {}, open, job.state === 'running' && h('progress', { value: share, max: 1, 'aria-label': 'Progress' }));
  }

  private actions(job: api.Job): HTMLElement[] {
    const done = this.jobs.filter((other) => other.state === 'done' && other.id !== job.id);
    const act = async (what: () => Promise<unknown>): Promise<void> => {
      try {
        await what();
        await this.refresh();
      } catch (error) {
        tell((error as Error).message, 'error');
      }
    };
    const compare = h('select', { 'aria-label': 'Compare with', onchange: () => { this.compared = compare.value || null; this.show(); } },
      h('option', { value: '' }, 'Compare with…'), ...done.map((other) => h('option', { value: other.id }, `#${other.position} ${other.spec.page?.portraitName ?? ''}`)));
    compare.value = this.compared ?? '';
    const choices = job.spec.page?.choices as Choices | undefined;
    const over = job.state !== 'queued' && job.state !== 'running';
    return [
      choices ? button('Duplicate and tweak', () => this.onTweak(structuredClone(choices), job.spec)) : null,
      job.state === 'done' && done.length ? compare : null,
      over ? null : button('Cancel', () => void act(() => api.remove(`/v1/jobs/${job.id}`))),
      job.state === 'failed' || job.state === 'cancelled'
        ? button('Resume', () => void act(async () => this.add(await api.post<api.Job>(`/v1/jobs/${job.id}/resume`, {}))))
        : null,
      over ? button('Delete', () => {
        this.shown = null;
        void act(() => api.remove(`/v1/jobs/${job.id}`));
      }, 'quiet') : null,
    ].filter((element): element is HTMLButtonElement => element !== null);
  }
}

/** The time of day for what was made today, the day as well for what is older. */
function when(moment: string): string {
  const made = new Date(moment);
  const today = made.toDateString() === new Date().toDateString();
  return made.toLocaleString([], today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' });
}

/** How much is done, 0 to 1: of the part that runs, where one is told. */
export function shareOf(job: api.Job): number {
  const { done, total } = job.part ?? { done: job.framesDone, total: job.framesTotal };
  return total > 0 ? done / total : 0;
}

/** Progress in one line. */
export function progressOf(job: api.Job): string {
  if (job.state === 'queued') {
    return 'Waiting for its turn';
  }
  const left = job.secondsLeft === undefined ? '' : `, ${time(job.secondsLeft)} left`;
  if (job.part) {
    return `${job.part.what}: ${job.part.done} of ${job.part.total} ${job.part.unit}${left}`;
  }
  if (job.framesTotal <= 0) {
    return 'Reading portrait and driver';
  }
  return `Frame ${job.framesDone} of ${job.framesTotal}${left}`;
}
