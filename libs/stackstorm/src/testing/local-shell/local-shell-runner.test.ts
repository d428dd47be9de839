import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, systemClock } from '@opsbook/context';
import type { StackStormClient } from '../../client.ts';
import { simulatedStackStorm } from '../../simulated-stackstorm.test-support.ts';
import { localShellRunner } from './local-shell-runner.ts';
import { runCommand } from './run-command.ts';
import { shellResult } from './shell-result.ts';

/** A pack whose action prints what it is given, or does what `cmd` says. */
const pack = (cmd: string) => [
  { path: 'pack.yaml', document: { ref: 'site', name: 'site', version: '1.0.0', description: '' } },
  { path: 'config.schema.yaml', document: { where: { type: 'string', default: 'nowhere' }, who: { type: 'string' } } },
  {
    path: 'actions/say.yaml',
    document: {
      ...{ name: 'say', pack: 'site', runner_type: 'local-shell-cmd', entry_point: '' },
      parameters: {
        text: { type: 'string', secret: true },
        n: { type: 'integer' },
        all: {
          ...{ type: 'string', immutable: true, secret: true },
          default:
            "{{ {'text': text, 'n': n, 'where': config_context.where, 'who': config_context.who, 'pack': action_context.pack} | to_json_string }}",
        },
        env: { immutable: true, default: { ALL: '{{all}}', ST2_ACTION_PACK_NAME: 'another' } },
        cwd: { immutable: true, default: '/' },
        cmd: { immutable: true, default: cmd },
      },
    },
  },
];

let given: Awaited<ReturnType<typeof simulatedStackStorm>>;
let client: StackStormClient;
beforeEach(async () => {
  given = await simulatedStackStorm({ runner: localShellRunner() });
  client = given.client();
});
afterEach(() => given.stop());

async function ran(cmd: string, parameters: Record<string, unknown> = {}) {
  given.sim.installPack(pack(cmd), { who: 'ada' });
  const { id } = await client.executions.create({ action: 'site.say', parameters });
  return await client.executions.wait(id);
}

test('what is given reaches the process by its environment, and JSON on its output is the result', async () => {
  const { status, result, parameters, id } = await ran('pwd >&2; printf "%s\\n" "$ALL"', { text: `'"$(id)\n`, n: 7 });
  expect({ status, result }).toEqual({
    status: 'succeeded',
    result: {
      ...{ failed: false, succeeded: true, return_code: 0, stderr: '/' },
      stdout: { text: `'"$(id)\n`, n: 7, where: 'nowhere', who: 'ada', pack: 'site' },
    },
  });
  expect(parameters).toEqual({ text: '********', n: 7 });
  expect(await client.executions.output(id)).toContain('"where"');
});

test('what is no JSON is text; an exit code is a failure', async () => {
  expect(await ran('printf "one\\n\\r\\n"; echo 42 >&2; exit 2')).toMatchObject({
    status: 'failed',
    result: { failed: true, succeeded: false, return_code: 2, stdout: 'one\n', stderr: 42 },
  });
  const half = String.raw`{"half a sign": "\ud83d"}`;
  expect(await ran(`printf '%s' '${half}'`)).toMatchObject({ result: { stdout: half } });
});

test.each([
  [-9, 'timeout', { error: 'Action failed to complete in 60 seconds' }],
  [-15, 'abandoned', {}],
  [-6, 'failed', {}],
])('a shell that ended with %d is an execution that ended with %s', (code, status, more) => {
  const ended = { code, stdout: '', stderr: '', timedOut: false };
  const nothing = { failed: true, succeeded: false, stdout: '', stderr: '' };
  expect(shellResult(ended, 60)).toEqual({ status, result: { ...nothing, return_code: code, ...more } });
});

test('what a process says after its time is not heard', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-late-'));
  const [release, begun] = [given.clock.hold(), join(folder, 'begun')];
  const cmd = `echo early; (trap "" TERM; touch ${begun}; while [ -e ${begun} ]; do sleep 0.02; done; echo late) & wait`;
  try {
    const ended = runCommand({ cmd, env: process.env, cwd: folder, clock: given.clock, timeout: 60_000 });
    while (!existsSync(begun)) await new Promise((resolve) => setImmediate(resolve));
    release();
    expect(await ended).toMatchObject({ stdout: 'early\n', timedOut: true });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a key of the configuration without a value or a default is not there', async () => {
  given.sim.installPack(pack('true'));
  await expect(client.executions.create({ action: 'site.say' })).rejects.toMatchObject({
    serviceMessage: expect.stringContaining("'dict object' has no attribute 'who'"),
  });
});

test('a secret of the store is sealed in a template', async () => {
  await client.keys.set('open', { value: 'said' });
  await client.keys.set('shut', { value: new Secret('hidden') });
  const text = '{{ st2kv.system.open }} {{ st2kv.system.shut }}';
  given.sim.installPack(pack('printf "%s" "$ALL"'), { who: 'ada' });
  const { id } = await client.executions.create({ action: 'site.say', parameters: { text }, templates: 'evaluate' });
  const said = JSON.stringify(await client.executions.wait(id));
  expect(said).toContain('said ');
  expect(said).not.toContain('hidden');
});

test('an action has a token of whoever it belongs to, which ends with it', async () => {
  const { result, id } = await ran('env | grep ^ST2_ACTION | sort');
  const lines = (result as { stdout: string }).stdout.split('\n');
  const [url, token, , execution, name] = lines.map((line) => line.slice(line.indexOf('=') + 1));
  expect([url, execution, name]).toEqual([`${given.sim.url}/api/v1`, id, 'site']);
  const asAction = given.client({ auth: { token: token ?? '' } });
  await expect(asAction.executions.get(id)).rejects.toMatchObject({ code: 'STACKSTORM_UNAUTHORIZED' });
});

test('one that takes too long gets SIGTERM, with all that it started', async () => {
  await given.stop();
  given = await simulatedStackStorm({ runner: localShellRunner(), clock: systemClock });
  client = given.client();
  // Its output stays open until both have ended.
  expect(await ran('sleep 3600 & wait', { timeout: 0 })).toMatchObject({
    status: 'timeout',
    result: { return_code: -9, error: 'Action failed to complete in 0 seconds' },
  });
});

test('a rule that StackStorm cannot register is told, and the rest is there', async () => {
  const rule = { name: 'r', trigger: { type: 'git.push' }, action: { ref: 'site.say' } };
  expect(given.sim.installPack([...pack('true'), { path: 'rules/r.yaml', document: rule }])).toEqual([
    { path: 'rules/r.yaml', reason: expect.stringContaining('Trigger "git.push" defined in the rule does not exist') },
  ]);
  expect((await client.actions.get('site.say')).ref).toBe('site.say');
});
