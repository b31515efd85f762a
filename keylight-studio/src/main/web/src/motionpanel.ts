import { choice, h, slider } from './dom';
import type { State } from './state';

/** How the driver's motion is put onto the portrait. */
export function motionPanel(state: State): { element: HTMLElement; show(): void } {
  const element = h('div', { className: 'panel motion' });
  const show = (): void => {
    const { retargeting } = state.choices;
    const again = (): void => {
      state.changed('options');
      state.refreshMotion(120);
    };
    const one = <K extends string>(part: Record<K, number>, name: K, label: string, low: number, high: number, rest: number, step = 0.05, unit = ''): HTMLElement =>
      slider({ label, low, high, step, rest, unit, value: part[name], onInput: (value) => { part[name] = value; again(); } }).element;
    const { strength, openings, head, gaze } = retargeting;
    element.replaceChildren(
      h('div', { className: 'group' },
        choice('Alignment', [
          ['RELATIVE', 'Relative: the change is added'],
          ['REFERENCE_CAMERA', 'The driver’s own pose'],
          ['DRIVER_CAMERA', 'The driver’s pose and framing'],
        ], state.choices.alignment, (value) => { state.choices.alignment = value; again(); }),
        choice('Counts from', [
          ['NEUTRAL', 'the calmest frame'], ['FIRST', 'the first frame'], ['NEAREST', 'the frame most like the portrait'],
        ], state.choices.base, (value) => { state.choices.base = value; again(); }),
      ),
      h('h3', {}, 'Strength'),
      h('div', { className: 'group' },
        one(strength, 'expression', 'Expression', 0, 3, 1), one(strength, 'pose', 'Head', 0, 3, 1),
        one(strength, 'mouth', 'Mouth', 0, 3, 1), one(strength, 'eyes', 'Eyes', 0, 3, 1),
        one(strength, 'brows', 'Brows', 0, 3, 1), one(gaze, 'strength', 'Gaze', 0, 2, 1)),
      h('h3', {}, 'Openings'),
      h('div', { className: 'group' },
        one(openings, 'eyes', 'Eyes open', 0, 2, 1), one(openings, 'lips', 'Lips open', 0, 3, 1),
        one(openings, 'lipClosure', 'Lips close', 0, 1, 1)),
      h('h3', {}, 'Head'),
      h('div', { className: 'group' },
        one(head, 'yaw', 'Turn', -40, 40, 0, 1, '°'), one(head, 'pitch', 'Nod', -30, 30, 0, 1, '°'),
        one(head, 'roll', 'Tilt', -40, 40, 0, 1, '°'), one(gaze, 'x', 'Look aside', -0.5, 0.5, 0, 0.01),
        one(gaze, 'y', 'Look down', -0.5, 0.5, 0, 0.01)),
    );
  };
  show();
  return { element, show };
}
