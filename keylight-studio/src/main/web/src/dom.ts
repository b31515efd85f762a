type Child = Node | string | null | undefined | false;
type Properties = Record<string, unknown>;

/** An element with properties, listeners (on…) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on') && typeof value === 'function') {
      element.addEventListener(name.slice(2), value as EventListener);
    } else if (name in element && !name.startsWith('aria') && name !== 'list') {
      (element as unknown as Properties)[name] = value;
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
  return element;
}

export interface SliderSpec {
  label: string;
  low: number;
  high: number;
  step: number;
  value: number;
  /** Where a double click goes back to. */
  rest: number;
  unit?: string;
  onInput: (value: number) => void;
}

export interface Slider {
  element: HTMLElement;
  set(value: number): void;
}

/** A labelled slider that shows its value; a double click resets it. */
export function slider(spec: SliderSpec): Slider {
  const id = `s${(sliders += 1)}`;
  const shown = h('output', { htmlFor: id });
  const input = h('input', {
    id, type: 'range', min: String(spec.low), max: String(spec.high), step: String(spec.step),
    oninput: () => {
      show();
      spec.onInput(Number(input.value));
    },
    ondblclick: () => {
      input.value = String(spec.rest);
      show();
      spec.onInput(spec.rest);
    },
  });
  const show = (): void => {
    const value = Number(input.value);
    shown.textContent = (spec.step < 1 ? value.toFixed(spec.step < 0.1 ? 2 : 1) : String(value)) + (spec.unit ?? '');
    input.style.setProperty('--fill', `${(100 * (value - spec.low)) / (spec.high - spec.low)}%`);
  };
  input.value = String(spec.value);
  show();
  return {
    element: h('div', { className: 'slider' }, h('label', { htmlFor: id }, spec.label), shown, input),
    set(value) {
      input.value = String(value);
      show();
    },
  };
}
let sliders = 0;

/** One of a few, side by side. */
export function segmented<T extends string>(
  label: string,
  choices: readonly (readonly [T, string])[],
  value: T,
  onChoose: (value: T) => void,
): { element: HTMLElement; set(value: T): void } {
  const name = `g${(groups += 1)}`;
  const inputs = choices.map(([choice, text]) => {
    const input = h('input', { type: 'radio', name, value: choice, checked: choice === value, onchange: () => onChoose(choice) });
    return { choice, input, element: h('label', {}, input, h('span', {}, text)) };
  });
  return {
    element: h('div', { className: 'segmented', role: 'radiogroup', 'aria-label': label }, ...inputs.map((i) => i.element)),
    set(chosen) {
      inputs.forEach((i) => (i.input.checked = i.choice === chosen));
    },
  };
}
let groups = 0;

export function choice(label: string, options: [string, string][], value: string, onChange: (value: string) => void): HTMLElement {
  const select = h('select', { onchange: () => onChange(select.value) }, ...options.map(([v, text]) => h('option', { value: v }, text)));
  select.value = value;
  return h('label', { className: 'choice' }, h('span', {}, label), select);
}

export function button(text: string, onclick: () => void, className = ''): HTMLButtonElement {
  return h('button', { type: 'button', className, onclick }, text);
}

/** A sentence that appears for a while and is read out. */
export function tell(sentence: string, kind: 'note' | 'error' = 'note'): void {
  const toast = h('div', { className: `toast ${kind}`, role: kind === 'error' ? 'alert' : 'status' }, sentence.charAt(0).toUpperCase() + sentence.slice(1));
  document.querySelector('#toasts')!.append(toast);
  setTimeout(() => toast.remove(), kind === 'error' ? 9000 : 4500);
}

export function time(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) {
    return '–';
  }
  if (seconds >= 5400) {
    return `${(seconds / 3600).toFixed(1)} h`;
  }
  if (seconds >= 60) {
    return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  }
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}

/** Has whatever is dropped on an element, or chosen after a click, handed over. */
export function drop(target: HTMLElement, onFile: (file: File) => void): void {
  target.addEventListener('dragover', (event) => {
    event.preventDefault();
    target.classList.add('over');
  });
  target.addEventListener('dragleave', () => target.classList.remove('over'));
  target.addEventListener('drop', (event) => {
    event.preventDefault();
    event.stopPropagation();
    target.classList.remove('over');
    const file = event.dataTransfer?.files[0];
    if (file) {
      onFile(file);
    }
  });
}

/** Opens the system's file dialogue. */
export function pick(accept: string, onFile: (file: File) => void): void {
  const input = h('input', { type: 'file', accept, hidden: true });
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    input.remove();
    if (file) {
      onFile(file);
    }
  });
  // Some browsers, and tests, only see inputs that are in the page.
  document.body.append(input);
  input.click();
}
