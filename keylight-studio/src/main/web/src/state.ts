import * as api from './api';
import { tell } from './dom';
import * as lamp from './lamp';
import { Motion, type PortraitAnswer } from './scene';

/** What somebody has chosen so far; panels change it and are told when it has changed. */
export interface Choices {
  lights: lamp.Lights;
  keys: lamp.Keyframe[];
  lightOptions: { strength: number; exposure: number; shadows: boolean };
  alignment: string;
  base: string;
  retargeting: {
    strength: { expression: number; eyes: number; brows: number; mouth: number; pose: number };
    openings: { eyes: number; lips: number; lipClosure: number };
    head: { yaw: number; pitch: number; roll: number; x: number; y: number; scale: number };
    gaze: { strength: number; x: number; y: number };
    speed: number;
  };
  output: { longSide: number; quality: number; seconds: number; audio: boolean };
  background: string;
  format: string;
  engine: string;
}

export type Change = 'portrait' | 'driver' | 'motion' | 'light' | 'options' | 'time';

export function defaults(): Choices {
  return {
    lights: { key: lamp.lampSource(42, 32), second: null, ambient: 0.12 },
    keys: [],
    lightOptions: { strength: 1, exposure: 0, shadows: true },
    alignment: 'RELATIVE',
    base: 'NEUTRAL',
    retargeting: {
      strength: { expression: 1, eyes: 1, brows: 1, mouth: 1, pose: 1 },
      openings: { eyes: 1, lips: 1, lipClosure: 1 },
      head: { yaw: 0, pitch: 0, roll: 0, x: 0, y: 0, scale: 1 },
      gaze: { strength: 1, x: 0, y: 0 },
      speed: 1,
    },
    output: { longSide: 0, quality: 90, seconds: 0, audio: true },
    background: 'keep',
    format: 'mp4',
    engine: 'auto',
  };
}

export class State {
  choices = defaults();
  portraitUpload: api.Upload | null = null;
  portrait: PortraitAnswer | null = null;
  driverChoice: api.DriverChoice = { template: 'talking' };
  driverName = 'talking';
  driver: api.DriverAnswer | null = null;
  motion: Motion | null = null;
  seconds = 0;
  moving = false;
  /** The hand has moved the light since the time last moved: what it shows counts, not what the keys say. */
  touched = false;
  private readonly listeners: ((change: Change) => void)[] = [];
  private motionRequest: AbortController | null = null;
  private motionTimer = 0;

  listen(listener: (change: Change) => void): void {
    this.listeners.push(listener);
  }

  changed(change: Change): void {
    if (change === 'light' || change === 'time') {
      this.touched = change === 'light';
    }
    this.listeners.forEach((listener) => listener(change));
  }

  /** The light at the moment that is shown. */
  light(): Float64Array {
    const { keys, lights } = this.choices;
    return keys.length > 1 && this.moving && !this.touched ? lamp.at(keys, this.seconds) : lamp.harmonics(lights);
  }

  async setPortrait(upload: api.Upload, face = 0): Promise<void> {
    this.portrait = await api.portrait(upload.id, face);
    this.portraitUpload = upload;
    this.changed('portrait');
    this.refreshMotion();
  }

  async setDriver(choice: api.DriverChoice, name: string): Promise<void> {
    const before = [this.driverChoice, this.driverName] as const;
    this.driverChoice = choice;
    this.driverName = name;
    this.driver = null;
    this.motion = null;
    this.changed('driver');
    try {
      this.driver = await api.driver(choice);
      this.changed('driver');
      this.refreshMotion();
    } catch (error) {
      [this.driverChoice, this.driverName] = before;
      this.changed('driver');
      throw error;
    }
  }

  motionOptions(): object {
    const { alignment, base, retargeting } = this.choices;
    return { alignment, base, retargeting };
  }

  /** Asks where the driver takes the face; soon, as sliders move faster than that can be answered. */
  refreshMotion(delay = 0): void {
    clearTimeout(this.motionTimer);
    this.motionTimer = window.setTimeout(() => void this.askMotion(), delay);
  }

  private async askMotion(): Promise<void> {
    const { portrait } = this;
    if (!portrait) {
      return;
    }
    this.motionRequest?.abort();
    const request = new AbortController();
    this.motionRequest = request;
    try {
      const body = {
        portrait: { upload: portrait.upload, face: portrait.face }, driver: this.driverChoice, motion: this.motionOptions(),
      };
      this.motion = new Motion(await api.motion(body, request.signal));
      this.changed('motion');
    } catch (error) {
      if (!request.signal.aborted) {
        tell((error as Error).message, 'error');
      }
    }
  }

  job(): api.JobSpec {
    const { choices, portrait } = this;
    return {
      portrait: { upload: portrait!.upload, face: portrait!.face },
      driver: this.driverChoice,
      light: lamp.request(choices.lights, choices.keys),
      format: choices.format,
      background: choices.background,
      options: {
        motion: this.motionOptions(),
        light: choices.lightOptions,
        output: choices.output,
        engine: choices.engine,
      },
      page: { choices, portraitName: this.portraitUpload?.name, driverName: this.driverName },
    };
  }
}
