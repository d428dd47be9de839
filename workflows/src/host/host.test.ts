import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import type { Services } from '@opsbook/services';
import type { SshSimulator } from '@opsbook/ssh/testing';
import { ann } from '../cloud.test-support.ts';
import { testSite } from '../site.test-support.ts';
import type { CommandReport } from './command-fields.ts';
import { readHost } from './read.ts';
import { runCommand } from './run-command.ts';

const start = () =>
  testSite({
    ssh: ['hv1', 'hv2', 'hv3'],
    config: {
      ssh: {
        readOnly: [{ argv: ['uptime'] }],
        allow: { commands: [{ argv: ['restart', '*'] }, { argv: ['uptime'] }] },
      },
    },
  });
const input = { hosts: ['hv1', 'hv2', 'hv3'], argv: ['restart', 'ntp'] };

let site: Awaited<ReturnType<typeof start>>;
beforeEach(async () => {
  site = await start();
  for (const host of Object.values(site.ssh)) host.on(['restart', '*'], { stdout: 'ok\n' });
});
afterEach(() => site.stop());

const host = (name: string) => site.ssh[name] as SshSimulator;
const ran = () => Object.values(site.ssh).map(({ runs }) => runs.map(({ argv }) => argv.join(' ')).join());
const reports = (run: { output?: unknown; error?: { details?: unknown } }) =>
  ((run.output ?? run.error?.details) as { hosts: CommandReport[] }).hosts;

describe('a command', () => {
  it('is run once on each host, and its output kept', async () => {
    const run = await site.run(runCommand, { ...input, hosts: ['hv1', 'hv2', 'hv1'] });
    expect(run).toMatchObject({ status: 'done', changed: true });
    expect(reports(run)).toEqual([
      expect.objectContaining({ host: 'hv1', ok: true, code: 0, stdout: 'ok\n', truncated: false }),
      expect.objectContaining({ host: 'hv2' }),
    ]);
    expect(ran()).toEqual(['restart ntp', 'restart ntp', '']);
  });

  it('is planned without being run', async () => {
    expect(await site.plan(runCommand, input)).toMatchObject({ changes: 3 });
    expect(ran()).toEqual(['', '', '']);
  });

  it('goes on past a host where it fails, unless there are too many, and keeps the exit status', async () => {
    host('hv1').on(['restart', '*'], { code: 5, stderr: 'no such unit\n' });
    host('hv2').on(['restart', '*'], { signal: 'SIGKILL' });
    const run = await site.run(runCommand, { ...input, concurrency: 1 });
    expect(run.error?.message).toBe(
      'restart ntp did not go well on 2 of 3 hosts: hv1 (it exited with 5), hv2 (it was ended by SIGKILL)',
    );
    expect(reports(run)).toMatchObject([{ code: 5, stderr: 'no such unit\n' }, { signal: 'SIGKILL' }, { ok: true }]);
  });

  it('is refused where the configuration does not allow it', async () => {
    const run = await site.run(runCommand, { ...input, argv: ['rm', '-rf', '/'] });
    expect(reports(run)[0]?.why).toMatch(/rm/);
    expect(ran()).toEqual(['', '', '']);
  });

  it('cuts its output and its time', async () => {
    host('hv1').on(['restart', '*'], { stdout: 'x'.repeat(9000) });
    const [cut] = reports(await site.run(runCommand, { ...input, hosts: ['hv1'], maxOutput: 10 }));
    expect(cut).toMatchObject({ stdout: 'xxxxxxxxxx', truncated: true });
  });

  it('asks a person where it was cut short, and never runs it twice', async () => {
    host('hv1').fault.next('cut');
    const engine = site.engine();
    const wish = { ...input, hosts: ['hv1'] };
    const { id } = await engine.start({ runbook: 'host.run-command', input: wish, requestedBy: ann });
    const { ended } = await engine.execute(id);
    const asked = async () => (await engine.questions(id)).at(0);
    while ((await asked()) === undefined) await new Promise((resolve) => setImmediate(resolve));
    expect(await asked()).toMatchObject({ purpose: 'outcome' });
    expect(ran()[0]).toBe('restart ntp');
    await engine.cancel(id, ann, 'enough');
    expect((await ended).status).toBe('cancelled');
    await engine.close();
  });

  it('runs once on each host, however its process dies: somebody says whether it ran', async () => {
    const { undisturbed, crashed, different } = await crashEverywhere<Services>({
      runbooks: [runCommand],
      input: { ...input, hosts: ['hv1', 'hv2'] },
      stride: crashStride(5),
      world: async () => {
        const own = await start();
        const runs = () => ['hv1', 'hv2'].flatMap((name) => own.ssh[name]?.runs.map(() => name) ?? []);
        for (const one of Object.values(own.ssh)) one.on(['restart', '*'], { stdout: 'ok\n' });
        return {
          clock: own.clock,
          connect: own.connect,
          state: () => null,
          effects: runs,
          onWrite: async (engine, id) => {
            for (const { path } of await engine.questions(id)) {
              const decision = runs().some((name) => path.includes(name)) ? 'done' : 'not-done';
              await engine.answer(id, { path, decision, by: ann });
            }
          },
          close: own.stop,
        };
      },
    });
    expect(undisturbed).toMatchObject({ status: 'done', effects: ['hv1', 'hv2'] });
    expect(crashed.length).toBeGreaterThan(3);
    expect(different).toEqual([]);
  });

  it('refuses a bad input with all of its faults', () => {
    const { error } = runCommand.input.safeParse({ hosts: ['-oProxy'], argv: [], timeout: 0, user: 'x' });
    expect(error?.issues.map(({ path }) => path.join('.')).sort()).toEqual(['', 'argv', 'hosts.0', 'timeout']);
  });
});

describe('a look', () => {
  it('is taken on each host', async () => {
    for (const host of Object.values(site.ssh)) host.on(['uptime'], { stdout: 'up 3 days\n' });
    const run = await site.run(readHost, { hosts: ['hv1', 'hv2'], argv: ['uptime'] });
    expect(run).toMatchObject({ status: 'done', changed: false });
    expect(reports(run).map(({ stdout }) => stdout)).toEqual(['up 3 days\n', 'up 3 days\n']);
  });

  it('is refused for what is not declared to change nothing', async () => {
    const run = await site.run(readHost, { hosts: ['hv1'], argv: ['restart', 'ntp'] });
    expect(run.status).toBe('failed');
    expect(ran()[0]).toBe('');
  });
});
