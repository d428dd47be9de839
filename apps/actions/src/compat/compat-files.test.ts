import { describe, expect, it, test } from '@jest/globals';
import type { Json } from '@opsbook/runbook';
import {
  LOCAL_SHELL_CMD,
  type ParameterSchema,
  type PythonObject,
  type PythonValue,
  renderParameters,
} from '@opsbook/stackstorm/testing';
import { parse } from 'yaml';
import { packOf } from '../pack/pack.test-support.ts';
import { COMPAT_ACTIONS } from './compat-actions.ts';
import { COMPAT_ALIASES } from './compat-aliases.ts';
import { COMPAT_CASES } from './compat-cases.test-support.ts';
import { compatRequest } from './compat-request.ts';
import { SEARCH_CASES } from './search-cases.test-support.ts';
import { bridgeSchema } from '../bridge.ts';

interface Rule {
  name: string;
  pack: string;
  enabled: boolean;
  trigger: { type: string; parameters?: object };
  criteria?: Record<string, { type: string; pattern: Json }>;
  action: { ref: string; parameters: Record<string, Json> };
}

type Schemas = Readonly<Record<string, ParameterSchema & { required?: boolean }>>;

const ref = 'stackstorm_openstack';
const pack = packOf({ ref, compat: 'cloud-pack' });
const plain = packOf({ ref });
/** What the pack's configuration says where nobody wrote one. */
const config = Object.fromEntries(
  Object.entries(pack.yaml('config.schema.yaml') as Record<string, { default?: PythonValue }>).map(
    ([name, { default: value = null }]) => [name, value] as const,
  ),
);
const CASES = { ...COMPAT_CASES, ...SEARCH_CASES };

const parsed = new Map<string, Schemas>();

function schemasOf(action: string): Schemas {
  const known = parsed.get(action) ?? pack.action(action).parameters;
  parsed.set(action, known);
  return known;
}

/** Values as an execution of StackStorm would bring them to `opsbook action`. */
function throughStackStorm(name: string, given: Readonly<Record<string, Json>>) {
  const action = schemasOf(name);
  const sources = { runner: LOCAL_SHELL_CMD, action, context: { user: 'ada' }, config };
  const { env, cmd } = renderParameters({ ...sources, given: given as PythonObject }) as {
    env: { OPSBOOK_PARAMS: string };
    cmd: string;
  };
  const bridge = bridgeSchema.parse(JSON.parse(env.OPSBOOK_PARAMS));
  return { bridge, words: cmd.split(' ') };
}

it('adds to the pack, and changes nothing of it but what tells of that', () => {
  const added = pack.paths.filter((path) => !plain.paths.includes(path));
  const count = (folder: string) => added.filter((path) => path.startsWith(`${folder}/`)).length;
  expect([count('actions'), count('rules'), count('aliases'), count('policies')]).toEqual([57, 13, 5, 3]);
  expect(added).toHaveLength(57 + 13 + 5 + 3);
  const changed = plain.files.filter(({ path, content }) => typeof content === 'string' && content !== pack.text(path));
  expect(changed.map(({ path }) => path)).toEqual(['README.md', 'pack.yaml']);
  expect(pack.yaml('pack.yaml')).toMatchObject({ dependencies: ['git'] });
});

describe('what an execution is given reaches the runbook', () => {
  it.each(COMPAT_ACTIONS.map(({ name }) => name))('%s', (name) => {
    const { given, input, least, leastInput, leastIsPlan = false } = CASES[name] ?? never();
    const { bridge, words } = throughStackStorm(name, given);
    expect(words.slice(-4)).toEqual(['action', '--compat', 'cloud-pack', name]);
    const asked = (params: Readonly<Record<string, Json>>) => {
      const made = compatRequest(name, {
        ...throughStackStorm(name, params).bridge,
        execution: undefined,
        token: undefined,
      });
      return { input: made.request.params, plan: made.request.plan };
    };
    expect(bridge.context.user).toBe('ada');
    expect(asked(given)).toEqual({ input, plan: false });
    const fewest = Object.fromEntries(Object.entries(given).filter(([key]) => least.includes(key)));
    expect(asked(fewest)).toEqual({ input: leastInput, plan: leastIsPlan });
    if ('plan' in schemasOf(name)) expect(asked({ ...given, plan: true })).toEqual({ input, plan: true });
  });
});

it('keeps immutable what nobody could give', () => {
  const { parameters } = pack.action('server.search.by.regex');
  expect(parameters['query_type']).toMatchObject({ immutable: true, default: 'ServerQuery' });
  expect(() => throughStackStorm('server.search.by.regex', { pattern: 'web', query_type: 'UserQuery' })).toThrow();
});

test('the action of a finding', () => {
  const rules = Object.fromEntries(pack.all<Rule>('rules').map((rule) => [rule.name, rule]));
  const disabled = Object.values(rules).filter(({ enabled }) => !enabled);
  expect(disabled.map(({ name }) => name).sort()).toEqual(['hv.compute.service.disable', 'hv.drain.for.maintenance']);
  const byState = ['PENDING_MAINTENANCE', 'DRAINED', 'REBOOTED'].map((state) =>
    Object.values(rules)
      .filter(({ criteria }) => criteria?.['trigger.finding.state']?.pattern === state)
      .map(({ name }) => name),
  );
  expect(byState).toEqual([
    ['hv.compute.service.disable', 'hv.drain.for.maintenance'],
    ['hv.patch.reboot'],
    ['hv.post.reboot'],
  ]);
  // Whatever state was before it: a host that passed through one between two looks would stand still for ever.
  expect(JSON.stringify(rules)).not.toContain('previous_state');
});

test('rules, chat commands and policies are about actions and parameters that there are', () => {
  const parametersOf = (action: string) => schemasOf(action.slice(ref.length + 1));
  for (const { name, trigger, action, pack: owner } of pack.all<Rule>('rules')) {
    expect(owner).toBe(ref);
    expect(['core.', 'git.', `${ref}.`].some((start) => trigger.type.startsWith(start))).toBe(true);
    if (trigger.type.startsWith(`${ref}.`))
      expect(pack.paths).toContain(`triggers/${trigger.type.slice(ref.length + 1)}.yaml`);
    if (action.ref === 'packs.install') continue;
    const parameters = parametersOf(action.ref);
    for (const given of Object.keys(action.parameters))
      expect([name, Object.keys(parameters)]).toEqual([name, expect.arrayContaining([given])]);
    const missing = Object.entries(parameters).filter(
      ([key, { required }]) => required === true && !(key in action.parameters),
    );
    expect([name, missing]).toEqual([name, []]);
  }
  for (const { resource_ref: resource } of pack.all<{ resource_ref: string }>('policies'))
    expect(parametersOf(resource)).toBeDefined();
  for (const { action, formats } of COMPAT_ALIASES) {
    const parameters = schemasOf(action);
    const required = Object.keys(parameters).filter((name) => parameters[name]?.required === true);
    for (const format of formats.flatMap(({ representation }) => representation)) {
      const named = [...format.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name);
      expect(Object.keys(parameters)).toEqual(expect.arrayContaining(named));
      expect(named).toEqual(expect.arrayContaining(required));
    }
  }
});

test('the policies on the old names', () => {
  const policies = pack.all<{ name: string; resource_ref: string; policy_type: string; parameters: object }>(
    'policies',
  );
  const known = policies.filter(({ resource_ref: resource }) => resource.slice(ref.length + 1).includes('.'));
  expect(known.map(({ resource_ref: of, policy_type: type, parameters }) => ({ of, type, ...parameters }))).toEqual([
    { of: `${ref}.hypervisor.drain`, type: 'action.concurrency', threshold: 3, action: 'delay' },
    { of: `${ref}.server.migrate`, type: 'action.concurrency', threshold: 3, action: 'delay' },
    { of: `${ref}.server.migrate`, type: 'action.retry', retry_on: 'failure', max_retry_count: 1, delay: 120 },
  ]);
});

test('the README tells of each action what is not as it was', () => {
  const text = pack.text('README.md');
  for (const { name, changed } of COMPAT_ACTIONS) {
    expect(changed).toMatch(/\S.{15,}/);
    expect(text).toContain(`| \`${name}\` |`);
    expect(text).toContain(changed.replaceAll('|', '\\|'));
  }
  expect(parse(pack.text('rules/webhook.server.migrate.yaml'))).toMatchObject({
    trigger: { parameters: { url: 'server-migrate' } },
  });
});

function never(): never {
  throw new Error('there is no case of it');
}
