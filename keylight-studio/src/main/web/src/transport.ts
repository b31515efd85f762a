import { button, h, time } from './dom';
import type * as lamp from './lamp';
import type { State } from './state';

/** The line of time: play, scrub, and the light's keyframes on it. */
export class Transport {
  readonly element: HTMLElement;
  private readonly play = h('button', { type: 'button', className: 'play', 'aria-label': 'Play', onclick: () => this.toggle() });
  private readonly scrub = h('input', { type: 'range', min: '0', max: '1000', value: '0', 'aria-label': 'Time in the driver' });
  private readonly keys = h('div', { className: 'keys' });
  private readonly now = h('span', { className: 'now' });
  private readonly still = button('Still', () => this.rest(), 'chip');
  private readonly add = button('◆ Key the light here', () => this.key(), 'chip');
  private playing = false;
  private last = 0;
  /** The keys that are on the line. */
  private shown: unknown = null;

  constructor(private readonly state: State) {
    this.scrub.addEventListener('input', () => {
      const seconds = (Number(this.scrub.value) / 1000) * this.length();
      this.pause();
      this.to(seconds);
    });
    this.element = h('div', { className: 'transport', 'aria-label': 'Time' },
      this.play, h('div', { className: 'line' }, this.scrub, this.keys), this.now, this.still, this.add);
    state.listen((change) => {
      if (change === 'light' && state.choices.keys.length) {
        this.write();
      }
      if (change === 'light' || change === 'time') {
        this.add.classList.toggle('urge', state.touched && state.choices.keys.length > 0 && !this.onKey());
      }
      if (change === 'driver' || change === 'motion' || (change === 'light' && state.choices.keys !== this.shown)) {
        this.show();
      }
    });
    this.show();
  }

  private length(): number {
    return this.state.motion?.seconds ?? this.state.driver?.seconds ?? 4;
  }

  toggle(): void {
    if (this.playing) {
      this.pause();
    } else if (this.state.motion) {
      this.playing = true;
      this.last = performance.now();
      requestAnimationFrame((now) => this.tick(now));
      this.show();
    }
  }

  private pause(): void {
    this.playing = false;
    this.show();
  }

  /** Back to the portrait as it is. */
  private rest(): void {
    this.pause();
    this.state.moving = false;
    this.state.changed('time');
    this.show();
  }

  private tick(now: number): void {
    if (!this.playing) {
      return;
    }
    const seconds = this.state.seconds + (now - this.last) / 1000;
    this.last = now;
    this.to(seconds % this.length());
    requestAnimationFrame((next) => this.tick(next));
  }

  private to(seconds: number): void {
    this.state.seconds = seconds;
    this.state.moving = true;
    this.state.changed('time');
    this.show();
  }

  /** The light as it is now, kept at this moment. */
  private key(): void {
    const { choices } = this.state;
    const at = Math.round(100 * this.state.seconds) / 100;
    choices.keys = [...choices.keys.filter((key) => Math.abs(key.at - at) > 0.05), { at, lights: structuredClone(choices.lights) }]
      .sort((a, b) => a.at - b.at);
    this.state.changed('light');
  }

  private onKey(): { at: number; lights: lamp.Lights } | undefined {
    return this.state.choices.keys.find((one) => Math.abs(one.at - this.state.seconds) < 0.03);
  }

  /** While the time stands on a key, moving the light moves the key. */
  private write(): void {
    const key = this.onKey();
    if (key && !this.playing) {
      key.lights = structuredClone(this.state.choices.lights);
    }
  }

  private show(): void {
    const length = this.length();
    const { keys } = this.state.choices;
    this.shown = keys;
    this.play.textContent = this.playing ? '❚❚' : '▶';
    this.play.setAttribute('aria-label', this.playing ? 'Pause' : 'Play');
    this.play.disabled = !this.state.motion;
    this.scrub.value = String(Math.round((1000 * this.state.seconds) / length));
    this.scrub.style.setProperty('--fill', `${(100 * this.state.seconds) / length}%`);
    this.now.textContent = `${this.state.seconds.toFixed(2)} / ${time(length)}`;
    this.still.setAttribute('aria-pressed', String(!this.state.moving));
    this.keys.replaceChildren(
      ...keys.map((key) => {
        const element = h('button', {
          type: 'button', className: 'keyframe', title: 'Go here; double click or Delete removes the key', 'aria-label': `Keyframe at ${key.at} s`,
          onclick: () => {
            this.pause();
            this.state.choices.lights = structuredClone(key.lights);
            this.to(key.at);
            this.state.changed('light');
          },
          ondblclick: () => this.removeKey(key.at),
          onkeydown: (event: KeyboardEvent) => (event.key === 'Delete' || event.key === 'Backspace') && this.removeKey(key.at),
        });
        element.style.left = `${(100 * key.at) / length}%`;
        element.setAttribute('aria-pressed', String(Math.abs(key.at - this.state.seconds) < 0.03));
        return element;
      }),
    );
  }

  private removeKey(at: number): void {
    this.state.choices.keys = this.state.choices.keys.filter((key) => key.at !== at);
    this.state.changed('light');
  }
}
