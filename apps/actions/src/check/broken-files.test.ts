import { expect, test } from '@jest/globals';
import { yamlFile } from '../pack/yaml-file.ts';
import { checkPack } from './check-pack.ts';
import { changed, filesOf, smallPack } from './small-pack.test-support.ts';

const faultsOf = (path: string, at: string, value: unknown) => checkPack(changed(path, at, value));

test('StackStorm takes the small pack', () => {
  expect(checkPack(filesOf(smallPack()))).toEqual([]);
});

const PACK = 'pack.yaml';
const CONFIG = 'config.schema.yaml';
const ACTION = 'actions/drain.yaml';
const CHAIN = 'actions/careful.yaml';
const FLOW = 'actions/workflows/careful.yaml';
const TRIGGER = 'triggers/down.yaml';
const RULE = 'rules/on_down.yaml';
const ALIAS = 'aliases/drain.yaml';
const POLICY = 'policies/drain_alone.yaml';
const SENSOR = 'sensors/look.yaml';

/** The file, the place with slashes, what is put there, where the fault is noted (default: there), and what it says. */
const BROKEN: [path: string, at: string, value: unknown, noted: string, says: RegExp][] = [
  [PACK, 'ref', 'my-ops', 'ref', /pattern/],
  [PACK, 'ref', 'core', 'ref', /StackStorm itself/],
  [PACK, 'version', '1.0', 'version', /pattern/],
  [PACK, 'version', undefined, 'version', /expected string/],
  [PACK, 'author', undefined, 'author', /expected string/],
  [PACK, 'stackstorm_version', '3.8', 'stackstorm_version', /pattern/],
  [PACK, 'python_versions', ['3', '4'], 'python_versions.1', /expected one of/],
  [PACK, 'contributors', ['a'.repeat(101)], 'contributors.0', /100/],
  [CONFIG, 'config/typ', 'string', 'config.typ', /unknown key/],
  [CONFIG, 'my-key', { type: 'string' }, 'my-key', /letters/],
  [ACTION, 'runner', 'x', 'runner', /unknown key/],
  [ACTION, 'name', undefined, 'name', /expected string/],
  [ACTION, 'pack', 'other', 'pack', /the pack is ops/],
  [ACTION, 'enabled', 'yes', 'enabled', /expected boolean/],
  [ACTION, 'runner_type', 'run-local', 'runner_type', /no runner run-local/],
  [ACTION, 'entry_point', 'run.sh', 'entry_point', /takes none/],
  [ACTION, 'notify', { 'on-end': {} }, 'notify.on-end', /unknown key/],
  [ACTION, 'parameters/host-name', { type: 'string' }, 'parameters.host-name', /letters/],
  [ACTION, 'parameters/host/type', 'text', 'parameters.host.type', /expected one of/],
  [ACTION, 'parameters/host/type', ['string', 'null'], 'parameters.host.type', /expected one of/],
  [ACTION, 'parameters/host/required', 'yes', 'parameters.host.required', /expected boolean/],
  [ACTION, 'parameters/host/description', null, 'parameters.host.description', /expected string/],
  [ACTION, 'parameters/host/examples', [], 'parameters.host.examples', /unknown key/],
  [ACTION, 'parameters/host/enum', ['a', 'a'], 'parameters.host.enum', /twice/],
  [ACTION, 'parameters/host/exclusiveMinimum', true, 'parameters.host', /needs minimum/],
  [ACTION, 'parameters/tags/items/required', ['x'], 'parameters.tags.items.required', /expected boolean/],
  [ACTION, 'parameters/reason/position', 0, 'parameters.reason.position', /host has the position 0, too/],
  [ACTION, 'parameters/reason/position', 2, 'parameters.reason.position', /gap/],
  [ACTION, 'parameters/host/immutable', true, 'parameters.host', /immutable needs a default/],
  [ACTION, 'parameters/count/default', 'two', 'parameters.count.default', /expected number|expected int/],
  [ACTION, 'parameters/count/default', 0, 'parameters.count.default', />=1/],
  [ACTION, 'parameters/timeout/type', 'number', 'parameters.timeout.type', /cannot be changed/],
  [ACTION, 'parameters/timeout/secret', true, 'parameters.timeout.secret', /cannot be changed/],
  [ACTION, 'parameters/cmd/default', '{{ nobody }}', 'parameters.cmd.default', /no parameter nobody/],
  [ACTION, 'parameters/cmd/default', '{{ cmd }}', 'parameters.cmd.default', /own value/],
  [ACTION, 'parameters/cmd/default', '{{ host', 'parameters.cmd.default', /no template that can be checked/],
  [ACTION, 'parameters/cmd/default', '{{ config_context.other }}', 'parameters.cmd.default', /no key other/],
  [ACTION, 'parameters/cmd/default', '{{ config_context.loose }}', 'parameters.cmd.default', /needs a default/],
  [ACTION, 'parameters/env/default/A', '{{ x.y }}', 'parameters.env.default.A', /no parameter x/],
  [CHAIN, 'entry_point', 'workflows/other.yaml', 'entry_point', /no actions\/workflows\/other.yaml/],
  [FLOW, 'tasks', {}, 'tasks', /without tasks/],
  [FLOW, 'tasks/ask/acton', 'x', 'tasks.ask.acton', /unknown key/],
  [FLOW, 'tasks/ask/action', 'core.asks', 'tasks.ask.action', /no action core.asks/],
  [FLOW, 'tasks/drain/input', { server: 'a' }, 'tasks.drain.input.server', /no parameter server/],
  [FLOW, 'tasks/drain/input', { count: 1 }, 'tasks.drain.input', /needs host/],
  [FLOW, 'tasks/drain/input', { host: '<% ctx().hots %>' }, 'tasks.drain.input.host', /nothing sets the variable hots/],
  [FLOW, 'tasks/ask/next', [{ do: 'stop' }], 'tasks.ask.next.0.do', /no task stop/],
  [FLOW, 'tasks/drain/next', [{ do: ['ask'] }], 'tasks', /no task is the first/],
  [FLOW, 'tasks/noop', { action: 'core.noop' }, 'tasks.noop', /command of the engine/],
  [FLOW, 'input', ['host', 'other'], 'input.1', /no parameter other/],
  [TRIGGER, 'payload', {}, 'payload', /unknown key/],
  [TRIGGER, 'payload_schema', [], 'payload_schema', /expected record/],
  [RULE, 'trigger/type', 'ops.up', 'trigger.type', /no trigger type ops.up/],
  [RULE, 'trigger/parameters', {}, 'trigger.parameters.zone', /expected string/],
  [RULE, 'trigger/parameters/z', 'a', 'trigger.parameters', /[Uu]nrecognized key/],
  [RULE, 'type', { ref: 'other' }, 'type.ref', /expected one of/],
  [RULE, 'action/name', 'x', 'action.name', /unknown key/],
  [RULE, 'action/ref', 'ops.drains', 'action.ref', /no action ops.drains/],
  [RULE, 'action/parameters/hots', 'x', 'action.parameters.hots', /no parameter hots/],
  [RULE, 'action/parameters/cmd', 'x', 'action.parameters.cmd', /immutable/],
  [RULE, 'action/parameters/host', undefined, 'action.parameters', /needs host/],
  [RULE, 'action/parameters/host', '{{ trigger.hots }}', 'action.parameters.host', /has no hots/],
  [RULE, 'action/parameters/host', '{{ triggers.host }}', 'action.parameters.host', /no variable triggers/],
  [RULE, 'action/parameters/host', '{{ trigger.items }}', 'action.parameters.host', /method of dicts/],
  [RULE, 'criteria/trigger.host', { type: 'is', pattern: 'a' }, 'criteria.trigger.host.type', /no operator is/],
  [RULE, 'criteria/trigger.host', { type: 'exists' }, 'criteria.trigger.host.pattern', /required/],
  [RULE, 'criteria/trigger.hots', { type: 'eq', pattern: 1 }, 'criteria.trigger.hots', /payload has no hots/],
  [RULE, 'criteria/host', { type: 'eq', pattern: 1 }, 'criteria.host', /begins with trigger/],
  [RULE, 'criteria/trigger.list/condition', 'some', 'criteria.trigger.list.condition', /one of any/],
  [ALIAS, 'format', 'x', 'format', /unknown key/],
  [ALIAS, 'formats', undefined, 'formats', /expected array/],
  [ALIAS, 'action_ref', 'ops.drains', 'action_ref', /no action ops.drains/],
  [ALIAS, 'formats/0', 'drain {{ hots }} on {{ host }}', 'formats.0.hots', /no parameter hots/],
  [ALIAS, 'formats/0', 'drain it', 'formats.0', /needs host/],
  [ALIAS, 'formats/0', 'drain {{ host }} (now', 'formats.0', /[Uu]nterminated group/],
  [ALIAS, 'formats/0', 'drain {{ host }} {{ count }}', 'formats.0', /immutable_parameters/],
  [ALIAS, 'formats/1', '{{ host }}', 'formats.0', /also taken by "{{ host }}"/],
  [ALIAS, 'immutable_parameters/x', 1, 'formats.0.x', /no parameter x/],
  [POLICY, 'policy_type', 'action.limit', 'policy_type', /no policy type action.limit/],
  [POLICY, 'parameters/threshold', undefined, 'parameters.threshold', /expected number|expected int/],
  [POLICY, 'parameters/action', 'wait', 'parameters.action', /./],
  [POLICY, 'parameters/attributes', ['hots'], 'parameters.attributes.0', /no parameter hots/],
  [POLICY, 'parameters/limit', 1, 'parameters', /[Uu]nrecognized key/],
  [POLICY, 'resource_ref', 'ops.drains', 'resource_ref', /no action ops.drains/],
  [SENSOR, 'entry_point', undefined, 'entry_point', /expected string/],
  [SENSOR, 'entry_point', 'lock.py', 'entry_point', /no sensors\/lock.py/],
  [SENSOR, 'poll_interval', 0.5, 'poll_interval', /shortest interval/],
  [SENSOR, 'trigger_types/0/nam', 'x', 'trigger_types.0.nam', /unknown key/],
];

test.each(BROKEN)('%s: %s may not be %j', (path, at, value, noted, says) => {
  const faults = faultsOf(path, at, value);
  expect(faults).toContainEqual({ path, at: noted, message: expect.stringMatching(says) });
});

test('a pack without its metadata, an old configuration, and a broken file', () => {
  const files = filesOf(smallPack()).filter(({ path }) => path !== PACK);
  const more = [
    { path: 'config.yaml', content: '' },
    { path: 'rules/broken.yml', content: 'a: [' },
  ];
  const places = checkPack([...files, ...more]).map(({ path, at }) => `${path}:${at}`);
  expect(places).toEqual(expect.arrayContaining(['pack.yaml:', 'config.yaml:', 'rules/broken.yml:']));
});

test('two files of one name', () => {
  const again = yamlFile('aliases/again.yaml', { ...smallPack()[ALIAS], formats: ['empty {{ host }}'] });
  expect(checkPack([...filesOf(smallPack()), again])).toEqual([
    { path: 'aliases/again.yaml', at: 'name', message: 'aliases/drain.yaml has this name, too' },
  ]);
});

test('an action that is not there is named in each file that refers to it', () => {
  const files = filesOf(smallPack()).filter(({ path }) => path !== ACTION);
  const places = checkPack(files).map(({ path }) => path);
  expect(new Set(places)).toEqual(new Set([FLOW, RULE, ALIAS, POLICY]));
});

test('what another pack has is taken on trust, where it is installed with this one', () => {
  const files = changed(PACK, 'dependencies', ['https://github.com/StackStorm-Exchange/stackstorm-git.git=1.0.0']);
  const rule = yamlFile('rules/git.yaml', {
    name: 'git',
    trigger: { type: 'git.pushed' },
    action: { ref: 'git.clone', parameters: { url: '{{ trigger.url }}' } },
  });
  expect(checkPack([...files, rule])).toEqual([]);
  expect(checkPack([...filesOf(smallPack()), rule]).map(({ at }) => at)).toEqual(['trigger.type', 'action.ref']);
});
