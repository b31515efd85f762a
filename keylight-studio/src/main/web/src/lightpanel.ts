import type { NamedLight } from './api';
import { button, drop, h, slider, type Slider } from './dom';
import { words } from './inputs';
import { lampSource, shaped, type Source } from './lamp';
import { paintBall } from './ball';
import { Sphere } from './sphere';
import type { State } from './state';
import * as sh from './harmonics';

const SWATCHES: [string, string][] = [
  ['#ffffff', 'white'], ['#ffd9a8', 'tungsten'], ['#ffb066', 'candle'], ['#cfe2ff', 'sky'], ['#7fa8ff', 'blue'],
  ['#ff6fb5', 'magenta'], ['#5ff0e0', 'cyan'],
];

/** The ball, what shines, and how. */
export class LightPanel {
  readonly element: HTMLElement;
  private which: 'key' | 'second' = 'key';
  private waiting = false;
  private chosen = '';
  private readonly sphere: Sphere;
  private readonly presets = h('div', { className: 'presets', role: 'group', 'aria-label': 'Named lights' });
  private readonly intensity: Slider;
  private readonly softness: Slider;
  private readonly ambient: Slider;
  private readonly strength: Slider;
  private readonly exposure: Slider;
  private readonly colour = h('input', { type: 'color', value: '#ffffff', 'aria-label': 'Any colour' });
  private readonly swatches: HTMLElement;
  private readonly tabs: Record<'key' | 'second', HTMLButtonElement>;

  /**
   * @param onFile a photo or panorama was dropped on the ball
   */
  constructor(private readonly state: State, onFile: (file: File) => void) {
    this.sphere = new Sphere(
      () => state.choices.lights,
      (which, source) => {
        this.which = which;
        state.choices.lights = { ...state.choices.lights, [which]: source };
        state.changed('light');
      },
    );
    const one = (label: string, low: number, high: number, rest: number, apply: (value: number) => void): Slider =>
      slider({ label, low, high, step: 0.01, value: rest, rest, onInput: (value) => { apply(value); state.changed('light'); } });
    this.intensity = one('Intensity', 0, 3, 1, (value) => this.change({ intensity: value }));
    this.softness = one('Softness', 0, 1, 0.2, (value) => this.change({ softness: value }));
    this.ambient = one('Ambient', 0, 1, 0.12, (value) => (state.choices.lights = { ...state.choices.lights, ambient: value }));
    this.strength = one('Strength', 0, 2, 1, (value) => (state.choices.lightOptions.strength = value));
    this.exposure = one('Exposure', -2, 2, 0, (value) => (state.choices.lightOptions.exposure = value));
    this.colour.addEventListener('input', () => {
      this.change({ colour: this.colour.value });
      state.changed('light');
    });
    this.swatches = h(
      'div', { className: 'swatches', role: 'group', 'aria-label': 'Colour' },
      ...SWATCHES.map(([hex, name]) => {
        const swatch = button('', () => {
          this.change({ colour: hex });
          state.changed('light');
        }, 'swatch');
        swatch.style.setProperty('--colour', hex);
        swatch.setAttribute('aria-label', name);
        swatch.title = name;
        return swatch;
      }),
      this.colour,
    );
    this.tabs = {
      key: button('Key light', () => this.choose('key'), 'tab'),
      second: button('+ Second light', () => this.second(), 'tab'),
    };
    this.element = h(
      'div', { className: 'panel light' },
      this.sphere.element,
      h('div', { className: 'tabs' }, this.tabs.key, this.tabs.second),
      h('div', { className: 'group' }, this.softness.element, this.intensity.element, this.swatches),
      h('div', { className: 'group' }, this.ambient.element, this.exposure.element, this.strength.element),
      h('h3', {}, 'Named lights'),
      this.presets,
    );
    drop(this.sphere.element, onFile);
    state.listen((change) => change === 'light' && this.later());
  }

  setPresets(lights: NamedLight[]): void {
    const all = lights.flatMap((light) => {
      const left = { name: light.name, rows: light.sh, description: light.description };
      return light.sides ? [left, { ...left, name: `${light.name} right`, rows: mirrored(light.sh) }] : [left];
    });
    this.presets.replaceChildren(
      ...all.map((light) => {
        const canvas = h('canvas', { 'aria-hidden': 'true' });
        const element = h('button', {
          type: 'button', className: 'preset', title: `${words(light.name)}: ${light.description}`,
          onclick: () => {
            this.state.choices.lights = { ...this.state.choices.lights, key: shaped({ name: light.name, rows: light.rows }), ambient: 0 };
            this.which = 'key';
            this.state.changed('light');
          },
        }, canvas, h('span', {}, words(light.name)));
        element.dataset.name = light.name;
        // Fifty little balls would hold up the first paint.
        requestIdleCallback(() => paintBall(canvas, sh.fromRows(light.rows), 44));
        return element;
      }),
    );
  }

  private source(): Source {
    const { lights } = this.state.choices;
    return (this.which === 'second' && lights.second) || lights.key;
  }

  private change(part: Partial<Source>): void {
    const which = this.which === 'second' && this.state.choices.lights.second ? 'second' : 'key';
    this.state.choices.lights = { ...this.state.choices.lights, [which]: { ...this.source(), ...part } };
  }

  private choose(which: 'key' | 'second'): void {
    this.which = which;
    this.show();
  }

  private second(): void {
    const { lights } = this.state.choices;
    if (!lights.second) {
      const source = { ...lampSource(-Math.sign(lights.key.azimuth || 1) * 110, 15), intensity: 0.8, colour: '#cfe2ff' };
      this.state.choices.lights = { ...lights, second: source };
      this.which = 'second';
    } else if (this.which === 'second') {
      this.state.choices.lights = { ...lights, second: null };
      this.which = 'key';
    } else {
      this.which = 'second';
    }
    this.state.changed('light');
  }

  /** Soon, and once for all that changes until then: the portrait is drawn first. */
  private later(): void {
    if (!this.waiting) {
      this.waiting = true;
      requestAnimationFrame(() => {
        this.waiting = false;
        this.show();
      });
    }
  }

  show(): void {
    const { lights, lightOptions } = this.state.choices;
    this.sphere.draw();
    const source = this.source();
    this.intensity.set(source.intensity);
    this.softness.set(source.softness);
    this.ambient.set(lights.ambient);
    this.strength.set(lightOptions.strength);
    this.exposure.set(lightOptions.exposure);
    this.colour.value = source.colour;
    this.tabs.key.setAttribute('aria-pressed', String(this.which === 'key'));
    this.tabs.second.setAttribute('aria-pressed', String(this.which === 'second'));
    this.tabs.second.textContent = !lights.second ? '+ Second light' : this.which === 'second' ? 'Remove second' : 'Second light';
    const chosen = `${lights.key.shape?.name} ${source.colour} ${this.presets.childElementCount}`;
    if (chosen !== this.chosen) {
      this.chosen = chosen;
      for (const element of this.presets.children) {
        element.setAttribute('aria-pressed', String((element as HTMLElement).dataset.name === lights.key.shape?.name));
      }
      for (const swatch of this.swatches.querySelectorAll<HTMLElement>('.swatch')) {
        swatch.setAttribute('aria-pressed', String(swatch.style.getPropertyValue('--colour') === source.colour));
      }
    }
  }
}

function mirrored(rows: number[][]): number[][] {
  return rows.map((row, band) => ([1, 4, 5].includes(band) ? row.map((value) => -value) : row));
}
