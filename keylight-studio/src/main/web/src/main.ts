import './style.css';
import * as api from './api';
import { button, h, segmented, tell, time } from './dom';
import { Inputs } from './inputs';
import { LightPanel } from './lightpanel';
import { Live } from './live';
import { motionPanel } from './motionpanel';
import { OutputPanel } from './outputpanel';
import { Renders } from './renders';
import { Stage } from './stage';
import { StageView } from './stageview';
import { State } from './state';
import { Transport } from './transport';

type Place = 'studio' | 'live' | 'renders';

const state = new State();
let stage: Stage | null = null;
try {
  stage = new Stage(h('canvas', { 'aria-label': 'The portrait under the light', role: 'img' }));
} catch {
  // The stage says so itself.
}

const inputs = new Inputs(state, () => go('live'));
const lightPanel = new LightPanel(state, (file) => void inputs.take(file, 'light'));
const motion = motionPanel(state);
const output = new OutputPanel(state);
const transport = new Transport(state);
const live = new Live(state);
const renders = new Renders(
  (choices, spec) => void tweak(choices, spec),
  (job, format) => void render({ ...job.spec, format }),
);

const panels = { light: lightPanel.element, motion: motion.element, output: output.element };
const panelPlace = h('div', { className: 'panelplace' }, panels.light);
const tabs = segmented<keyof typeof panels>('Settings', [['light', 'Light'], ['motion', 'Motion'], ['output', 'Output']], 'light', (name) =>
  panelPlace.replaceChildren(panels[name]));
const renderButton = button('Render', () => void render(state.job()), 'primary render');
const controls = h('aside', { className: 'controls', 'aria-label': 'Settings' }, tabs.element, panelPlace, h('div', { className: 'renderbar' }, renderButton));

const stageView = new StageView(stage, state);
const studioPlace = h('section', { className: 'middle', 'aria-label': 'Studio' }, stageView.element, transport.element);
const main = h('main', {});
const places = segmented<Place>('Place', [['studio', 'Studio'], ['live', 'Live'], ['renders', 'Renders']], 'studio', (place) => go(place));
const theme = h('button', { type: 'button', className: 'icon', 'aria-label': 'Light or dark', onclick: () => turn() }, '◐');
document.querySelector('#app')!.append(
  h('header', { className: 'top' }, h('a', { className: 'brand', href: '/', 'aria-label': 'Keylight' }, h('img', { src: '/icon.svg', alt: '', width: 22, height: 22 }), 'Keylight'), places.element, theme),
  main,
);

function go(place: Place): void {
  places.set(place);
  document.body.dataset.place = place;
  if (place !== 'live') {
    live.stop();
  }
  if (place === 'renders') {
    main.replaceChildren(renders.element);
    renders.refresh().catch((error: Error) => tell(error.message, 'error'));
  } else {
    main.replaceChildren(inputs.element, place === 'studio' ? studioPlace : live.element, controls);
  }
}

function turn(): void {
  const dark = getComputedStyle(document.documentElement).colorScheme === 'dark';
  document.documentElement.dataset.theme = dark ? 'light' : 'dark';
  localStorage.setItem('keylight-theme', dark ? 'light' : 'dark');
}

async function render(spec: api.JobSpec): Promise<void> {
  renderButton.disabled = true;
  try {
    const job = await api.post<api.Job>('/v1/jobs', spec, { 'Idempotency-Key': crypto.randomUUID?.() ?? String(Math.random()) });
    renders.add(job);
    go('renders');
  } catch (error) {
    tell((error as Error).message, 'error');
  } finally {
    renderButton.disabled = !state.portrait;
  }
}

/** Everything as it was for an earlier render. */
async function tweak(choices: State['choices'], spec: api.JobSpec): Promise<void> {
  try {
    state.choices = choices;
    const uploads = await api.get<api.Upload[]>('/v1/uploads');
    const upload = uploads.find((one) => one.id === spec.portrait.upload);
    if (!upload) {
      throw new Error('Its portrait is not here any more; drop it again.');
    }
    go('studio');
    motion.show();
    output.show();
    await state.setPortrait(upload, spec.portrait.face);
    await state.setDriver(spec.driver, String(spec.page?.driverName ?? 'driver'));
    state.changed('light');
  } catch (error) {
    tell((error as Error).message, 'error');
  }
}

async function begin(): Promise<void> {
  const saved = localStorage.getItem('keylight-theme');
  if (saved) {
    document.documentElement.dataset.theme = saved;
  }
  go('studio');
  lightPanel.show();
  renderButton.disabled = true;
  state.listen((change) => {
    if (change !== 'time' && change !== 'light') {
      const seconds = output.estimate();
      renderButton.disabled = !state.portrait;
      renderButton.textContent = Number.isFinite(seconds) ? `Render · about ${time(seconds)}` : 'Render';
    }
  });
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) {
      void inputs.anywhere(file);
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === ' ' && event.target === document.body) {
      event.preventDefault();
      transport.toggle();
    }
  });
  try {
    const [studio, lights, engines, uploads] = await Promise.all([
      api.get<api.Studio>('/v1/studio'), api.get<api.NamedLight[]>('/v1/lights'), api.get<api.Engine[]>('/v1/engines'), api.get<api.Upload[]>('/v1/uploads'),
    ]);
    inputs.setTemplates(studio.templates);
    inputs.setExamples(uploads);
    lightPanel.setPresets(lights);
    output.setEngines(engines);
    const first = uploads.find((upload) => upload.kind === 'picture' && upload.example);
    if (first) {
      await state.setPortrait(first);
    }
    await state.setDriver({ template: studio.templates[0] }, studio.templates[0]);
  } catch (error) {
    tell((error as Error).message, 'error');
  }
}

void begin();
