import type { Json } from '@opsbook/runbook';

type Step = string | number | typeof EACH;
const EACH = Symbol('each');

const PART = /\.?([A-Za-z_][\w-]*)|\[(\d+)\]|\[\*\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y;

/** Looks a value up in a payload: undefined where there is none. */
export interface FieldPath {
  readonly text: string;
  /** The first name: `labels`. */
  readonly root: string;
  get: (payload: Readonly<Record<string, Json | undefined>>) => Json | undefined;
}

/**
 * Reads a path as `labels.alertname`, `labels['a-b']`, `body.items[0].id`, or `body.items[*].id` for the first item that has one.
 * Only what a payload holds itself is found, nothing of JavaScript's objects.
 * @throws SyntaxError
 */
export function fieldPath(text: string): FieldPath {
  const steps = stepsOf(text);
  const [root] = steps;
  if (typeof root !== 'string')
    throw new SyntaxError(`'${text}' is no path: it begins with a name, as labels.alertname`);
  // Nearly every rule asks for a label or an annotation.
  const [first, second, ...more] = steps;
  if (typeof first === 'string' && typeof second === 'string' && more.length === 0) {
    return { text, root, get: (payload) => own(own(payload, first), second) };
  }
  return { text, root, get: (payload) => walk(payload, steps, 0) };
}

function stepsOf(text: string): Step[] {
  const steps: Step[] = [];
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const at = PART.lastIndex;
    const part = PART.exec(text);
    // A name needs its dot, but for the first.
    if (part === null || (part[1] !== undefined && (at === 0) === part[0].startsWith('.'))) {
      throw new SyntaxError(
        `'${text}' is no path: see '${text.slice(at)}'; write labels.name, labels['a-b'] or items[0].id`,
      );
    }
    const [, name, index, single, double] = part;
    const quoted = single ?? double;
    if (name !== undefined) steps.push(name);
    else if (index !== undefined) steps.push(Number(index));
    else steps.push(quoted === undefined ? EACH : quoted.replace(/\\(.)/g, '$1'));
  }
  return steps;
}

function walk(value: Json | undefined, steps: readonly Step[], from: number): Json | undefined {
  let found = value;
  for (let index = from; index < steps.length; index += 1) {
    const step = steps[index];
    if (step === EACH) return firstOf(found, steps, index + 1);
    if (typeof step === 'number') found = Array.isArray(found) ? found[step] : undefined;
    else found = own(found, step ?? '');
    if (found === undefined) return undefined;
  }
  return found;
}

function firstOf(value: Json | undefined, steps: readonly Step[], from: number): Json | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  for (const item of Array.isArray(value) ? value : Object.values(value)) {
    const found = walk(item, steps, from);
    if (found !== undefined) return found;
  }
  return undefined;
}

function own(value: Json | undefined | Readonly<Record<string, Json | undefined>>, name: string): Json | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? (value as Record<string, Json>)[name] : undefined;
}
