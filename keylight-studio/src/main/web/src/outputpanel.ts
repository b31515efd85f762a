import type { Engine } from './api';
import { choice, h, slider, time } from './dom';
import type { State } from './state';

/** What is written, by which engine, and what it will cost. */
export class OutputPanel {
  readonly element = h('div', { className: 'panel output' });
  private engines: Engine[] = [];
  private readonly cost = h('p', { className: 'cost' });

  constructor(private readonly state: State) {
    state.listen((change) => change !== 'time' && change !== 'light' && this.estimate());
    this.show();
  }

  setEngines(engines: Engine[]): void {
    this.engines = engines;
    this.show();
  }

  show(): void {
    const { choices } = this.state;
    const told = (): void => this.state.changed('options');
    const colour = h('input', { type: 'color', value: choices.background.startsWith('#') ? choices.background : '#204060', 'aria-label': 'Background colour' });
    colour.hidden = !choices.background.startsWith('#');
    colour.addEventListener('input', () => { choices.background = colour.value; told(); });
    this.element.replaceChildren(
      h('div', { className: 'group' },
        choice('Format', [
          ['mp4', 'MP4, plays everywhere'], ['webm', 'WebM, alpha for the web'], ['mov', 'ProRes 4444, alpha for editing'], ['png', 'PNG frames, zipped'],
        ], choices.format, (value) => { choices.format = value; this.show(); told(); }),
        choice('Background', [['keep', 'keep'], ['transparent', 'transparent'], ['#', 'a colour']],
          choices.background.startsWith('#') ? '#' : choices.background,
          (value) => { choices.background = value === '#' ? colour.value : value; this.show(); told(); }),
        colour,
        choices.background === 'transparent' && choices.format === 'mp4' && h('p', { className: 'hint' }, 'MP4 has no alpha. Choose WebM, ProRes or PNG.'),
        choice('Size', [['0', 'the portrait’s own'], ['512', '512 pixels'], ['768', '768 pixels'], ['1024', '1024 pixels'], ['1536', '1536 pixels']],
          String(choices.output.longSide), (value) => { choices.output.longSide = Number(value); told(); }),
        slider({ label: 'Quality', low: 30, high: 100, step: 1, rest: 90, value: choices.output.quality, onInput: (value) => { choices.output.quality = value; told(); } }).element,
        slider({ label: 'Length of stills and templates', low: 0, high: 20, step: 0.5, rest: 0, unit: ' s', value: choices.output.seconds, onInput: (value) => { choices.output.seconds = value; told(); } }).element,
      ),
      h('h3', {}, 'Engine'),
      h('div', { className: 'engines', role: 'radiogroup', 'aria-label': 'Engine' }, ...this.engines.map((engine) => this.engine(engine))),
      this.cost,
    );
    this.estimate();
  }

  private engine(engine: Engine): HTMLElement {
    const best = this.engines.find((e) => e.ready)?.id;
    const chosen = this.state.choices.engine === engine.id || (this.state.choices.engine === 'auto' && engine.id === best);
    const input = h('input', {
      type: 'radio', name: 'engine', value: engine.id, checked: chosen, disabled: !engine.ready,
      onchange: () => { this.state.choices.engine = engine.id; this.state.changed('options'); },
    });
    return h('label', { className: 'engine' }, input,
      h('span', {}, h('strong', {}, engine.id), ` ${engine.ready ? engine.description : engine.missing ?? ''}`));
  }

  /** Seconds that a render will take, or NaN while something is missing. */
  estimate(): number {
    const { choices, portrait, driver } = this.state;
    const engine = this.engines.find((e) => (choices.engine === 'auto' ? e.ready : e.id === choices.engine));
    if (!engine || !portrait || !driver) {
      this.cost.textContent = '';
      return NaN;
    }
    const longSide = choices.output.longSide || Math.max(portrait.width, portrait.height);
    const factor = longSide / Math.max(portrait.width, portrait.height);
    const megapixels = (portrait.width * portrait.height * factor * factor) / 1e6;
    const still = !driver.copy && choices.output.seconds > 0;
    const frames = still ? choices.output.seconds * driver.framesPerSecond : driver.frames;
    const seconds = 1.5 + frames * megapixels * engine.secondsPerMegapixel;
    this.cost.textContent = `${Math.round(frames)} frames, about ${time(seconds)} and ${engine.megabytes} MB here${engine.measured ? '' : ' (a guess until the first render)'}`;
    return seconds;
  }
}
