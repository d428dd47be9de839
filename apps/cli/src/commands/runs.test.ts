import { beforeAll, expect, test } from '@jest/globals';
import { Host } from '../testing/host.ts';

const host = new Host();
let failed = '';

beforeAll(async () => {
  await host.opsbook('run house.light --cloud home --yes');
  host.house.lamps.set('cellar', 'broken');
  const { out } = await host.opsbook('run house.light --cloud office --yes --json');
  failed = (JSON.parse(out) as { id: string }).id;
});

test('runs lists the newest first, with what was asked', async () => {
  const { code, out } = await host.opsbook('runs');
  expect(code).toBe(0);
  const [heading, first, second] = out.split('\n');
  expect(heading).toMatch(/^RUN +RUNBOOK +STATUS +ASKED AT +TOOK +BY +INPUT$/);
  expect(first).toMatch(/house\.light +failed .*cloud=office$/);
  expect(second).toMatch(/house\.light +done .*cloud=home$/);
});

test('runs can be filtered', async () => {
  const list = async (line: string) => JSON.parse((await host.opsbook(`runs --json ${line}`)).out) as { id: string }[];
  expect(await list('--status failed')).toMatchObject([{ id: failed }]);
  expect(await list('--runbook bell.ring')).toEqual([]);
  expect(await list('--limit 1')).toMatchObject([{ id: failed }]);
  expect((await host.opsbook('runs --status broken')).code).toBe(2);
  expect((await host.opsbook('runs --limit none')).code).toBe(2);
});

test('show tells a run: its steps, items, error and what to do next; a beginning of the id will do', async () => {
  const { code, out } = await host.opsbook(`show ${failed.slice(0, -2)}`);
  expect(code).toBe(0);
  expect(out).toMatch(/^Status +failed$/m);
  expect(out).toMatch(/^Targets +house\/office$/m);
  expect(out).toMatch(/^ {2}light +done +changed=0 unchanged=2 skipped=0 failed=1$/m);
  expect(out).toMatch(/^the cellar +failed .* req-cellar +/m);
  expect(out).toContain('1 stayed dark (RUN_FAILED)');
  expect(out).toContain('Mend the cause and run it again');
});

test('follow of a run that has ended prints its report and its exit code', async () => {
  const { code, out } = await host.opsbook(`follow ${failed}`);
  expect(code).toBe(1);
  expect(out).toContain('light / the cellar: failed (the lamp in the cellar is broken [request req-cellar])');
});

test('follow sees a run through that another process executes', async () => {
  const id = (await host.opsbook('run house.light --cloud home skipRooms=cellar --yes --detach')).out.trim();
  host.house.lamps.set('hall', 'off');
  const [followed, resumed] = await Promise.all([host.opsbook(`follow ${id}`), host.opsbook(`resume ${id}`)]);
  expect([followed.code, resumed.code]).toEqual([0, 0]);
  expect(followed.out).toContain('light / the hall / lamp on: changed');
});

test('an unknown run is bad input, and where the known ones are listed is said', async () => {
  for (const line of ['show nope', 'resume nope', 'follow nope', 'approve nope']) {
    const { code, err } = await host.opsbook(line);
    expect({ code, err }).toEqual({ code: 2, err: 'opsbook: there is no run nope\nThe latest runs: opsbook runs\n' });
  }
});

test('a run that has ended cannot be resumed', async () => {
  const { code, err } = await host.opsbook(`resume ${failed}`);
  expect(code).toBe(3);
  expect(err).toMatch(new RegExp(`has ended: failed\\nHow it stands: opsbook show ${failed}\\n$`));
});

test('a resumed run does not print again what it has said before', async () => {
  host.house.lamps.set('hall', 'off');
  const left = await host.opsbook('run house.light --cloud home skipRooms=cellar --yes --json', {
    onStart: host.interrupt(2),
  });
  const { id } = JSON.parse(left.out) as { id: string };
  const resumed = await host.opsbook(`resume ${id}`);
  expect(left.err).toContain('light: started');
  expect(resumed.out).not.toContain('light: started');
  expect(resumed.out).toContain('light: done');
});

test('what one is told to type leads to the same ledger and configuration', async () => {
  const { err } = await host.opsbook(['--config', 'my file.yaml', '--ledger', '/l.db', 'show', 'nope'], {
    env: { npm_command: 'exec' },
  });
  expect(err).toContain("npx opsbook --config 'my file.yaml' --ledger /l.db runs\n");
});
