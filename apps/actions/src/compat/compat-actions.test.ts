import { isDeepStrictEqual } from 'node:util';
import { expect, it } from '@jest/globals';
import { type AnyRunbook, type Json, parseInput } from '@opsbook/runbook';
import { runbooks } from '@opsbook/workflows';
import type * as z from 'zod';
import type { CompatAction, CompatParameter } from './compat-action.ts';
import { COMPAT_ACTIONS } from './compat-actions.ts';
import { compatCall } from './compat-call.ts';
import { COMPAT_CASES } from './compat-cases.test-support.ts';
import { ORIGINAL_PARAMETERS } from './original-parameters.test-support.ts';
import { SEARCH_CASES } from './search-cases.test-support.ts';

const CASES = { ...COMPAT_CASES, ...SEARCH_CASES };
const everyAction = COMPAT_ACTIONS.map((action) => [action.name, action] as const);

/** What is not as in the original's metadata, since that could not work, or did not say what was meant. */
const MENDED: Readonly<Record<string, string>> = {
  'hv.find.reinstall.candidates exclude_flavours': 'exclude_flavours array',
  'image.search.by.expression property_to_search_by':
    'property_to_search_by string! of image_creation_progress, image_minimum_disk, image_minimum_ram, image_size',
  'project.search.by.regex property_to_search_by': 'property_to_search_by string! =name of description, name',
  'email.users.with.shutoff.vms override_email_address': 'override_email_address string',
  'email.users.with.errored.vms override_email_address': 'override_email_address string',
  'email.ops.down.disabled.hypervisors override_email_address': 'override_email_address string',
  'icinga.search.by.state state': 'state string! =UP of CRITICAL, DOWN, OK, UNKNOWN, UNKOWN, UP, WARNING',
  'jira.create_test_issue components': 'components array! =Dev Ops fixed',
  'project.delete project_identifier': 'project_identifier string!',
  'project.remove.user.role user_domain': 'user_domain string! =stfc of default, jasmin, stfc',
};

it('has every action of the cloud pack', () => {
  expect(COMPAT_ACTIONS.map(({ name }) => name).sort()).toEqual(Object.keys(ORIGINAL_PARAMETERS).sort());
  expect(Object.keys(CASES).sort()).toEqual(Object.keys(ORIGINAL_PARAMETERS).sort());
});

it.each(everyAction)('%s takes the original parameters', (name, { parameters }) => {
  const original = (ORIGINAL_PARAMETERS[name] ?? []).map(
    (line) => MENDED[`${name} ${line.split(' ')[0] ?? ''}`] ?? line,
  );
  expect(Object.entries(parameters).map(lineOf).sort()).toEqual([...original].sort());
});

it.each(everyAction)('%s maps to an input of its runbook', (_name, action) => {
  const { given, input, ignored = [], least, leastInput, leastIsPlan = false } = caseOf(action);
  const full = compatCall(action, given);
  expect(full).toMatchObject({ input, plan: false });
  expect(full.input).toEqual(input);
  expect(full.ignored.map(({ parameter }) => parameter)).toEqual(ignored);
  expect(() => parseInput(runbookOf(action), withCloud(action, full.input))).not.toThrow();

  const fewest = compatCall(action, only(given, least));
  expect(fewest.input).toEqual(leastInput);
  expect(fewest.plan).toBe(leastIsPlan);
  expect(() => parseInput(runbookOf(action), withCloud(action, fewest.input))).not.toThrow();
});

it.each(everyAction)('%s knows a use, or a reason against it, for every parameter', (_name, action) => {
  const { given, least } = caseOf(action);
  const full = compatCall(action, given);
  const fewest = only(given, least);
  for (const [name, parameter] of Object.entries(action.parameters)) {
    if (parameter.immutable === true || !(name in given)) continue;
    const { [name]: _, ...without } = given;
    // It makes a difference to leave it out, or to give the fewest and something else for this one.
    const differences = [
      [callOf(action, without), callOf(action, given)],
      [callOf(action, { ...fewest, [name]: otherThan(parameter, fewest[name]) }), callOf(action, fewest)],
    ].filter(([one, other]) => !isDeepStrictEqual(one, other));
    if (parameter.ignored === undefined) {
      expect([name, differences.length]).not.toEqual([name, 0]);
    } else {
      expect(full.ignored).toContainEqual({ parameter: name, why: parameter.ignored });
      if (!least.includes(name)) expect(differences).toEqual([]);
    }
  }
});

it.each(everyAction)('%s does not work without what it needs', (_name, action) => {
  const { given, least } = caseOf(action);
  for (const name of least) {
    const without = only(
      given,
      least.filter((other) => other !== name),
    );
    expect(() => parseInput(runbookOf(action), withCloud(action, compatCall(action, without).input))).toThrow(
      /(fault|INVALID)/,
    );
  }
});

it('takes null and blank texts for what was not given', () => {
  const action = actionCalled('server.migrate');
  const server = '0a1b2c3d-0000-4000-8000-00000000000a';
  const plain = compatCall(action, { server_id: server });
  expect(compatCall(action, { server_id: server, dest_host: '  ', snapshot: null })).toEqual(plain);
});

it('tells every parameter that is wrong at once', () => {
  expect(() =>
    compatCall(actionCalled('server.migrate'), { cloud_account: 'test', snapshot: 'yes', live: true }),
  ).toThrow(/cloud_account:[^]*server_id:[^]*snapshot:[^]*live/);
});

function lineOf([name, { type, required, default: usual, enum: values, immutable }]: [
  string,
  CompatParameter,
]): string {
  const parts = [
    `${name} ${type}${required === true ? '!' : ''}`,
    ...(usual === undefined
      ? []
      : [
          `=${[usual]
            .flat()
            .map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
            .join(', ')}`,
        ]),
    ...(immutable === true ? ['fixed'] : []),
    ...(values === undefined
      ? []
      : [
          `of ${values
            .filter((one) => one !== '')
            .toSorted()
            .join(', ')}`,
        ]),
  ];
  return parts.join(' ');
}

function caseOf({ name }: CompatAction) {
  const found = CASES[name];
  if (found === undefined) throw new Error(`there is no case of ${name}`);
  return found;
}

function actionCalled(name: string): CompatAction {
  const found = COMPAT_ACTIONS.find((action) => action.name === name);
  if (found === undefined) throw new Error(`there is no action ${name}`);
  return found;
}

function runbookOf({ runbook }: CompatAction): AnyRunbook {
  const found = runbooks.find(({ name }) => name === runbook);
  if (found === undefined) throw new Error(`there is no runbook ${runbook}`);
  return found as AnyRunbook;
}

/** As `defaults.cloud` of the configuration gives it to an input without one. */
function withCloud(action: CompatAction, input: Record<string, Json>): Record<string, Json> {
  const { shape } = runbookOf(action).input as Partial<z.ZodObject>;
  return shape !== undefined && 'cloud' in shape ? { cloud: 'usual', ...input } : input;
}

function otherThan({ type, enum: values, default: usual }: CompatParameter, value: Json = usual ?? null): Json {
  if (type === 'boolean') return value !== true;
  if (type === 'integer') return 5;
  if (type === 'array') return ['name', 'other'];
  return values?.find((one) => one !== value) ?? '2031-02-03 04:05';
}

const only = (given: Readonly<Record<string, Json>>, names: readonly string[]): Record<string, Json> =>
  Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)));

function callOf(action: CompatAction, given: Record<string, Json>): unknown {
  try {
    const { input, plan } = compatCall(action, given);
    return { input, plan };
  } catch {
    return 'refused';
  }
}
