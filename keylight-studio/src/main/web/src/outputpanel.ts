import { plan, type Engine } from './api';
import { choice, h, slider, time } from './dom';
import type { State } from './state';

/** What is written, by which engine, and what it will cost. */
export class OutputPanel {
  readonly element = h('div', { className: 'panel output' });
  private engines: Engine[] = [];
  /** What the engine was asked last. */
  private asked = '';
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
    const { choices } = this.state;
    const chosen = this.chosen()?.id === engine.id;
    const take = (said: string): void => {
      choices.engine = said;
      this.show();
      this.state.changed('options');
    };
    const input = h('input', {
      type: 'radio', name: 'engine', value: engine.id, checked: chosen, disabled: !engine.ready, onchange: () => take(engine.id),
    });
    const label = h('label', { className: 'engine' }, input,
      h('span', {}, h('strong', {}, engine.id), ` ${engine.ready ? engine.description : engine.missing ?? ''}`));
    const manners: [string, string][] = (engine.manners ?? []).map((manner) => [`${engine.id}:${manner}`, manner]);
    return chosen && manners.length
      ? h('div', { className: 'enginechoice' }, label, choice('Preset', [[engine.id, 'as published'], ...manners.filter(([, name]) => name !== 'exact')], choices.engine, take))
      : label;
  }

  private chosen(): Engine | undefined {
    const { engine } = this.state.choices;
    return this.engines.find((e) => (engine === 'auto' ? e.ready : e.id === engine.split(':')[0]));
  }

  /** Seconds that a render will take, or NaN while something is missing or only the engine can say. */
  estimate(): number {
    const { choices, portrait, driver } = this.state;
    const engine = this.chosen();
    if (!engine || !portrait || !driver) {
      this.cost.textContent = '';
      return NaN;
    }
    const still = !driver.copy && choices.output.seconds > 0;
    const frames = Math.max(1, Math.round(still ? choices.output.seconds * driver.framesPerSecond : driver.frames));
    if (engine.side) {
      void this.ask(choices.engine === 'auto' ? engine.id : choices.engine, frames);
      return NaN;
    }
    const longSide = choices.output.longSide || Math.max(portrait.width, portrait.height);
    const factor = longSide / Math.max(portrait.width, portrait.height);
    const megapixels = (portrait.width * portrait.height * factor * factor) / 1e6;
    const seconds = 1.5 + frames * megapixels * engine.secondsPerMegapixel;
    this.asked = '';
    this.cost.textContent = `${frames} frames, about ${time(seconds)} and ${engine.megabytes} MB here${engine.measured ? '' : ' (a guess until the first render)'}`;
    return seconds;
  }

  /** A model's render is planned by the engine itself, which takes it a moment. */
  private async ask(engine: string, frames: number): Promise<void> {
    const question = `${engine} ${frames}`;
    if (question === this.asked) {
      return;
    }
    this.asked = question;
    this.cost.textContent = `${frames} frames; asking ${engine} what that takes…`;
    let told: string;
    try {
      const answer = await plan(engine, frames);
      told = !answer.fits
        ? answer.reason ?? 'This does not fit on this machine.'
        : answer.seconds === undefined
          ? `${frames} frames; how long is known after the first render.`
          : `${frames} frames, about ${time(answer.seconds)} and ${answer.megabytes} MB here (${answer.measured ? 'as earlier renders took' : 'planned'})`;
    } catch (error) {
      told = (error as Error).message;
    }
    if (question === this.asked) {
      this.cost.textContent = told;
    }
  }
}
