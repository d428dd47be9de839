import { expect, test } from '@jest/globals';
import { Host } from '../testing/host.ts';

const queue = async (host: Host, line: string) => (await host.opsbook(`${line} --yes --queue`)).out.trim();

test('a queued run is recorded and not begun', async () => {
  const host = new Host();
  const { code, out, err } = await host.opsbook('run house.light --cloud home --yes --queue');
  const id = out.trim();
  expect({ code, err }).toEqual({
    code: 0,
    err: `It waits for a worker (opsbook work). Follow it: opsbook follow ${id}\n`,
  });
  const queued = JSON.parse((await host.opsbook(`show ${id} --json`)).out) as object;
  expect(queued).toMatchObject({ status: 'waiting', epoch: 0 });
  // Nobody has to be waited for before it is taken.
  expect(queued).not.toHaveProperty('owner');
  expect(host.house.requests).toEqual([]);
});

test('a worker executes the queue, the oldest first', async () => {
  const host = new Host();
  const ids = [await queue(host, 'run house.light --cloud home'), await queue(host, 'run house.light --cloud office')];
  const { code, out, err } = await host.opsbook('work --concurrency 1', { onStart: host.stopAfter(30) });
  expect(code).toBe(0);
  expect(err).toContain('Executing the queue of /state/ledger.db, 1 at once.');
  expect(err).toContain('Stopping: what is under way is left as it is, for the next worker.\n');
  const words = out
    .trimEnd()
    .split('\n')
    .map((line) => line.split('  ').slice(1).join(' '));
  expect(words).toEqual([
    `${ids[0]} taken: house.light, asked for by ada through cli: cloud=home`,
    `${ids[0]} done: house.light after 10s`,
    `${ids[1]} taken: house.light, asked for by ada through cli: cloud=office`,
    `${ids[1]} done: house.light after 0s`,
  ]);
});

test('what a stopped worker leaves, the next one takes over; as JSON each line is an object', async () => {
  const host = new Host();
  const id = await queue(host, 'run house.light --cloud home');
  const first = await host.opsbook('work', { onStart: host.stopAfter(3, 'SIGTERM') });
  expect(first.code).toBe(0);
  expect(first.out).toMatch(new RegExp(`${id}  left: house.light: to be gone on with; .*opsbook pending\n$`));
  expect((await host.opsbook('runs')).out).toMatch(/house\.light +interrupted/);
  const second = await host.opsbook('work --json', { onStart: host.stopAfter(30) });
  expect(
    second.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object),
  ).toMatchObject([
    { event: 'taken', run: id, runbook: 'house.light', epoch: 1 },
    { event: 'ended', run: id, status: 'done', changed: true },
  ]);
});

test('a run that waits for a person gives up its place, and is taken again when it is answered', async () => {
  const host = new Host();
  const asks = await queue(host, 'run hall.ask-first');
  const next = await queue(host, 'run house.light --cloud home');
  const [{ out }] = await Promise.all([
    host.opsbook('work --concurrency 1', { onStart: host.stopAfter(60) }),
    host.later(30, () => host.opsbook(`approve ${asks}`, { user: 'grace' })),
  ]);
  const lines = out.trimEnd().split('\n');
  expect(lines.map((line) => line.split(': ')[0]?.split('  ').slice(1).join(' '))).toEqual([
    `${asks} taken`,
    `${asks} left`,
    `${next} taken`,
    `${next} done`,
    `${asks} taken over`,
    `${asks} done`,
  ]);
  expect(lines[1]).toMatch(/what waits for a person: opsbook pending$/);
});

test('a run that fails says why and where to look; one that cannot be executed here is left with what to do', async () => {
  const host = new Host();
  host.house.lamps.set('cellar', 'broken');
  const failed = await queue(host, 'run house.light --cloud home');
  const unknown = await queue(host, 'run bell.ring');
  host.runbooks = host.runbooks.filter(({ name }) => name !== 'bell.ring');
  const { code, out } = await host.opsbook('work', { onStart: host.stopAfter(30) });
  expect(code).toBe(0);
  expect(out).toContain(`${failed}  failed: house.light after 5s: 1 stayed dark. See opsbook show ${failed}\n`);
  expect(out).toContain(`${unknown}  left: bell.ring: there is no runbook 'bell.ring'`);
});

test('with everything frozen no worker begins; what is frozen later is left and taken again', async () => {
  const host = new Host();
  await host.opsbook('freeze --reason smoke');
  const refused = await host.opsbook('work');
  expect(refused).toMatchObject({
    code: 3,
    out: '',
    err: expect.stringContaining('Lift it: opsbook unfreeze --reason'),
  });
  await host.opsbook('unfreeze --reason air');

  const id = await queue(host, 'run house.light --cloud home');
  const [{ out, err }] = await Promise.all([
    host.opsbook('work', { onStart: host.stopAfter(60) }),
    host.later(7, () => host.opsbook('freeze --cloud home --reason painters')),
    host.later(20, () => host.opsbook('unfreeze --cloud home --reason dry')),
  ]);
  expect(err).toMatch(/^FROZEN: home was frozen by ada .*: painters\. Lift it:/m);
  expect(err).toMatch(/^home is not frozen any more$/m);
  const events = out
    .trimEnd()
    .split('\n')
    .map((line) => line.split('  ')[2]);
  expect(events[1]).toMatch(/^left: house\.light: home was frozen by ada .*Lift it: opsbook unfreeze --cloud home/);
  expect(events.map((text) => text?.split(':')[0])).toEqual(['taken', 'left', 'taken over', 'done']);
  expect(JSON.parse((await host.opsbook(`show ${id} --json`)).out)).toMatchObject({ status: 'done' });
});

test.each(['0', 'many', '1.5'])('--concurrency %s is bad input', async (count) => {
  expect((await new Host().opsbook(`work --concurrency ${count}`)).code).toBe(2);
});

test('a run goes to the queue or to the background', async () => {
  const both = await new Host().opsbook('run house.light --cloud home --yes --queue --detach');
  expect(both).toMatchObject({ code: 2, err: expect.stringContaining('not both') });
});
