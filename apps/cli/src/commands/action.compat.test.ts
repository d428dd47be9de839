import { expect, test } from '@jest/globals';
import { absent, defineRunbook, done } from '@opsbook/runbook';
import * as z from 'zod';
import { Host } from '../testing/host.ts';
import type { Rooms } from '../testing/runbooks.ts';

/** What does the work of `ssh.remote.command`, in a house. */
const runCommand = defineRunbook<Rooms>()({
  name: 'host.run-command',
  summary: 'Turn on the lamp of the hall',
  risk: 'safe',
  input: z.strictObject({ hosts: z.array(z.string()), argv: z.array(z.string()) }),
  output: z.json(),
  async run(ctx, input) {
    await ctx.ensure('lamp on', {
      check: async () => ((await ctx.services.look('hall')) === 'on' ? done() : absent()),
      change: () => ctx.services.turn('hall', 'on'),
      assume: undefined,
    });
    return input;
  },
});

const act = async (name: string, params: object, plan = false) => {
  const host = new Host();
  host.runbooks = [runCommand];
  const env = {
    OPSBOOK_PARAMS: JSON.stringify({ params, plan, context: { user: 'ada' } }),
    ST2_ACTION_EXECUTION_ID: '6560a1b2c3d4e5f6a7b8c9d0',
  };
  const { code, out, err } = await host.opsbook(['action', '--compat', 'cloud-pack', name], { env });
  return { code, err, result: JSON.parse(out) as Record<string, unknown>, hall: host.house.lamps.get('hall') };
};

const params = { host: 'hv1', username: 'stackstorm', private_key_path: '/k', command: "echo 'a b'" };

test('an old name and its parameters run the runbook, and the result tells what means nothing any more', async () => {
  const { code, result, err, hall } = await act('ssh.remote.command', params);
  expect(code).toBe(0);
  expect(result).toMatchObject({
    ok: true,
    status: 'done',
    report: { hosts: ['hv1'], argv: ['echo', 'a b'] },
    ignored: [{ parameter: 'username' }, { parameter: 'private_key_path' }],
  });
  expect(err).toContain('private_key_path is ignored: ');
  expect(hall).toBe('on');
});

test('a plan of it changes nothing', async () => {
  const { result, hall } = await act('ssh.remote.command', params, true);
  expect(result).toMatchObject({ ok: true, changed: false, plan: { runbook: 'host.run-command' } });
  expect(hall).toBe('off');
});

test('parameters that are wrong are told by their old names, and nothing is done', async () => {
  const { code, result, hall, err } = await act('ssh.remote.command', { ...params, host: null, argv: ['uptime'] });
  expect(code).toBe(2);
  expect(err).toContain('What it takes: st2 run stackstorm_openstack.ssh.remote.command -h');
  expect(err).not.toContain('opsbook describe');
  expect(result).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
  expect((result['error'] as { message: string }).message).toMatch(/host: [^]*argv/);
  expect(hall).toBe('off');
});

test('what only a shell could do is refused', async () => {
  const { code, hall } = await act('ssh.remote.command', { ...params, command: 'uptime | mail root' });
  expect([code, hall]).toEqual([2, 'off']);
});

test('a name that the pack did not have is none', async () => {
  expect((await act('host.run-command', params)).result).toMatchObject({ error: { code: 'UNKNOWN_RUNBOOK' } });
});
