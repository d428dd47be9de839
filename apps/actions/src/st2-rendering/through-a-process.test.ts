import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import {
  LOCAL_SHELL_CMD,
  type ParameterSchemas,
  type ParameterSources,
  type PythonObject,
} from '@opsbook/stackstorm/testing';
import fc from 'fast-check';
import { takeBridge } from '../action/take-bridge.ts';
import { parameterName } from '../pack/names.ts';
import { packOf } from '../pack/pack.test-support.ts';
import { bridgedAction, execution, givenFor, neutralized } from './actions.test-support.ts';
import { runAsSt2 } from './run-as-st2.test-support.ts';

const RUNS = fuzzRuns(60);

/** The environment of the process at the end of the way: it prints its own (`cmd` is `env -0`). */
async function environmentOf(sources: ParameterSources): Promise<Record<string, string>> {
  const lines = String(await runAsSt2(sources))
    .split('\0')
    .filter((line) => line !== '');
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

/** What was given, null for what was not. */
const wholeOf = (given: PythonObject, { action }: ParameterSources): unknown =>
  Object.fromEntries(
    Object.keys(action)
      .filter((name) => !['plan', 'params_json', 'config_path', 'env', 'cmd', 'timeout'].includes(name))
      .map((name) => [name, given[name] ?? null]),
  );

test(`whatever is given reaches the runbook unchanged, through two shells and the environment of a process`, async () => {
  await fc.assert(
    fc.asyncProperty(execution, async ({ wanted, sources }) => {
      const request = takeBridge(await environmentOf(sources));
      expect(request.params).toEqual(wholeOf(wanted, sources));
      expect(request.plan).toBe(sources.given['plan'] ?? false);
      expect(request.environment).toEqual(sources.config['environment']);
      expect(request.context.user).toBe(sources.context['user']);
      expect(request.execution).toBe('5e1f0c0ffee0000000000001');
    }),
    { numRuns: RUNS },
  );
});

const pack = packOf({ compat: 'cloud-pack' });
const actions = pack
  .all<{ name: string; runner_type: string; parameters: ParameterSchemas }>('actions')
  .filter(({ runner_type }) => runner_type === 'local-shell-cmd');
/** Parameters of the runner, and those by which it passes the others on. */
const NOT_OF_THE_RUNBOOK = new Set([...Object.keys(LOCAL_SHELL_CMD), 'plan_hash', 'params_json', 'config_path']);
/** An action of the pack with any values of the types that its parameters have. */
const call = fc.constantFrom(...actions).chain(({ name, parameters }) => {
  const free = Object.entries(parameters).filter(([key, { immutable }]) => !immutable && !NOT_OF_THE_RUNBOOK.has(key));
  const shown: ParameterSchemas = {
    ...parameters,
    cmd: { immutable: true, default: 'env -0' },
    cwd: { immutable: true, default: '/' },
  };
  return givenFor(Object.fromEntries(free)).map((given) => ({ name, given, parameters: shown }));
});

test('so does what is given to each action of the pack, and defaults for the rest', async () => {
  await fc.assert(
    fc.asyncProperty(call, async ({ given, parameters }) => {
      const sources = { ...withText(''), action: parameters, given: neutralized(given) };
      const { params, plan } = takeBridge(await environmentOf(sources));
      const names = Object.keys(parameters).filter((name) => name !== 'plan' && !NOT_OF_THE_RUNBOOK.has(name));
      expect(Object.keys(params).map(parameterName).sort()).toEqual(names.sort());
      for (const [field, value] of Object.entries(params)) {
        const name = parameterName(field);
        expect([name, value]).toEqual([name, given[name] ?? parameters[name]?.default ?? null]);
      }
      if ('plan' in parameters) expect(plan).toBe(given['plan'] ?? false);
    }),
    { numRuns: RUNS },
  );
});

const print = fileURLToPath(new URL('print-request.ts', import.meta.url));
const NODE = `${process.execPath} --conditions=@opsbook/source --no-warnings ${print}`;

test('and the process that reads it is node', async () => {
  await fc.assert(
    fc.asyncProperty(execution, async ({ wanted, sources }) => {
      const action = { ...sources.action, cmd: { immutable: true, default: NODE } };
      expect(await runAsSt2({ ...sources, action })).toEqual(wholeOf(wanted, sources));
    }),
    { numRuns: Math.ceil(RUNS / 50) },
  );
});

const withText = (text: string): ParameterSources => ({
  runner: LOCAL_SHELL_CMD,
  action: bridgedAction({ text: { type: 'string' } }),
  given: { text },
  context: { user: 'ada' },
  config: { config: '/etc/opsbook/opsbook.yaml', chat_channel: '', environment: {} },
});

test('a text of 100 KiB passes; what Linux does not take is refused with its size', async () => {
  const long = 'x"'.repeat(34_000).slice(0, 65_000).padEnd(97_000, 'y');
  const { params } = takeBridge(await environmentOf(withText(long)));
  expect(params['text']).toBe(long);
  const plain = 'z'.repeat(100 * 1024);
  expect(takeBridge(await environmentOf(withText(plain))).params['text']).toBe(plain);
  await expect(async () => environmentOf(withText('é'.repeat(25_000)))).rejects.toThrow(
    /OPSBOOK_PARAMS has 150\d\d\d bytes; Linux allows 131072/,
  );
});
