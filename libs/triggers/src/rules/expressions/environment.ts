import { Environment, EvaluationError } from '@marcbachmann/cel-js';
import { searchPattern } from '../conditions/regular-expression.ts';
import { fromCel } from './cel-value.ts';

// An expression of a rule fits on a line or two; the parser and the type checker are recursive.
const LIMITS = { maxAstNodes: 500, maxDepth: 40, maxListElements: 100, maxMapEntries: 100, maxCallArguments: 8 };

const MISSING = new Set(['no_such_key', 'index_out_of_bounds', 'unknown_variable']);

/** CEL with what rules need besides; made once for each set of names, since making one is expensive. */
export function environmentFor(names: readonly string[]): Environment {
  const key = [...names].sort().join(' ');
  const known = environments.get(key);
  if (known !== undefined) return known;
  const environment = makeEnvironment();
  for (const name of names) environment.registerVariable(name, 'dyn');
  environments.set(key, environment);
  return environment;
}

const environments = new Map<string, Environment>();

function makeEnvironment(): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: false,
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
    limits: LIMITS,
  });
  environment
    .registerFunction('host(string): string', hostOf)
    .registerFunction('lower(string): string', (text: string) => text.toLowerCase())
    .registerFunction('upper(string): string', (text: string) => text.toUpperCase())
    .registerFunction('trim(string): string', (text: string) => text.trim())
    .registerFunction('replace(string, string, string): string', (text: string, from: string, to: string) =>
      text.split(from).join(to),
    )
    .registerFunction('matches(string, string): bool', (text: string, pattern: string) =>
      searchPattern(pattern).test(text),
    )
    .registerFunction('json(dyn): string', (value: unknown) => JSON.stringify(fromCel(value)))
    .registerFunction('default(ast, ast): dyn', defaultMacro);
  addNumbers(environment);
  return environment;
}

/** `hv1` of `hv1:9100`, `::1` of `[::1]:9100`; an address of IPv6 without brackets has no port. */
function hostOf(instance: string): string {
  const bracketed = /^\[([^\]]*)\]/.exec(instance)?.[1];
  if (bracketed !== undefined) return bracketed;
  const parts = instance.split(':');
  return parts.length === 2 ? (parts[0] ?? '') : instance;
}

interface Walker {
  check(node: unknown, ctx: unknown): unknown;
  getType(name: string): unknown;
  run(node: unknown, ctx: unknown): unknown;
}

/** `default(labels.site, 'none')`: the second where the first is not there, or null. Any other fault stays one. */
function defaultMacro({ args: [wanted, otherwise] }: { args: unknown[] }) {
  return {
    typeCheck(checker: Walker, _macro: unknown, ctx: unknown) {
      checker.check(wanted, ctx);
      checker.check(otherwise, ctx);
      return checker.getType('dyn');
    },
    evaluate(evaluator: Walker, _macro: unknown, ctx: unknown) {
      return found(evaluator, ctx) ?? evaluator.run(otherwise, ctx);
    },
  };
  function found(evaluator: Walker, ctx: unknown): unknown {
    try {
      return evaluator.run(wanted, ctx);
    } catch (error) {
      if (error instanceof EvaluationError && MISSING.has(error.code)) return null;
      throw error;
    }
  }
}

// A number of a payload may be 1 today and 1.5 tomorrow: an expression must not fail for that.
function addNumbers(environment: Environment): void {
  const operators: [string, (a: number, b: number) => number][] = [
    ['+', (a, b) => a + b],
    ['-', (a, b) => a - b],
    ['*', (a, b) => a * b],
    ['/', (a, b) => a / b],
  ];
  for (const [operator, fn] of operators) {
    environment.registerOperator(`int ${operator} double: double`, (a: bigint, b: number) => fn(Number(a), b));
    environment.registerOperator(`double ${operator} int: double`, (a: number, b: bigint) => fn(a, Number(b)));
  }
}
