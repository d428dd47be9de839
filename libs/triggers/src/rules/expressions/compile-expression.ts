import { EvaluationError, ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js';
import type { Json } from '@opsbook/runbook';
import type { Scope } from '../../rule.ts';
import { suggestion } from '../suggest.ts';
import { fromCel, toCel } from './cel-value.ts';
import { environmentFor } from './environment.ts';

/** A CEL expression that was read and checked. */
export interface Expression {
  readonly source: string;
  /** @throws Error that says in one line why it came to nothing */
  evaluate(scope: Scope): Json;
}

const LOOPS = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/**
 * Reads an expression that sees these names. It cannot call, read or change anything but what it is given.
 * @throws SyntaxError with what is wrong in one line
 */
export function compileExpression(source: string, names: readonly string[]): Expression {
  if (source.trim() === '') throw new SyntaxError('an expression is empty');
  const environment = environmentFor(names);
  let parsed: ReturnType<typeof environment.parse>;
  try {
    parsed = environment.parse(source);
  } catch (error) {
    throw new SyntaxError(`\${${source}}: ${messageOf(error)}`, { cause: error });
  }
  refuseSlow(parsed.ast, source);
  const { valid, error } = parsed.check();
  if (!valid) throw new SyntaxError(`\${${source}}: ${messageOf(error)}${hint(error, names)}`, { cause: error });
  return {
    source,
    evaluate(scope) {
      try {
        const context = new Map(
          names.flatMap((name) => (Object.hasOwn(scope, name) ? [[name, toCel(scope[name])]] : [])),
        );
        return fromCel(parsed(context));
      } catch (error) {
        throw new Error(messageOf(error), { cause: error });
      }
    },
  };
}

/**
 * What an event holds is somebody else's, and may be long: a loop within a loop would take its length squared, and the
 * method `matches` is that of JavaScript, which a text can keep busy for ever.
 */
function refuseSlow(node: unknown, source: string, looping = false): void {
  if (Array.isArray(node)) {
    for (const item of node) refuseSlow(item, source, looping);
    return;
  }
  if (typeof node !== 'object' || node === null || !('op' in node) || !('args' in node)) return;
  if (node.op !== 'rcall' || !Array.isArray(node.args)) {
    refuseSlow(node.args, source, looping);
    return;
  }
  const [method, receiver, args] = node.args as [string, unknown, unknown];
  if (method === 'matches') throw new SyntaxError(`\${${source}}: write matches(text, pattern) instead of the method`);
  const loops = LOOPS.has(method);
  if (loops && looping) throw new SyntaxError(`\${${source}}: a loop within a loop (${method})`);
  refuseSlow(receiver, source, looping);
  refuseSlow(args, source, looping || loops);
}

function messageOf(error: unknown): string {
  const known = error instanceof ParseError || error instanceof EvaluationError || error instanceof CelTypeError;
  return known ? error.summary : error instanceof Error ? error.message : String(error);
}

function hint(error: unknown, names: readonly string[]): string {
  const name = /^Unknown variable: (\S+)$/.exec(messageOf(error))?.[1];
  if (name === undefined) return '';
  const near = suggestion(name, names);
  return near === '' ? `; known are ${[...names].sort().join(', ')}` : near;
}
