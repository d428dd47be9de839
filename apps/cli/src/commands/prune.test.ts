import { expect, test } from '@jest/globals';
import { Host } from '../testing/host.ts';

const light = 'run house.light --cloud home --yes --json';

test('runs that ended long ago are forgotten, and stay in the audit trail', async () => {
  const host = new Host();
  const { id } = JSON.parse((await host.opsbook(light)).out) as { id: string };
  await host.later(10 * 86_400, () => host.opsbook(light));

  const dry = await host.opsbook('runs prune --older-than 5d --dry-run');
  expect(dry.code).toBe(0);
  expect(dry.out).toMatch(/^Would forget 1 run, children included, that ended before 2030-01-06 /);
  expect(JSON.parse((await host.opsbook('runs --json')).out)).toHaveLength(2);

  expect((await host.opsbook('runs prune --older-than 5d')).out).toMatch(/^Forgot 1 run, .* audit trail stay\.\n$/);
  expect((await host.opsbook(`show ${id}`)).code).toBe(2);
  expect((await host.opsbook(`audit --run ${id}`)).out).toMatch(/changed .*light\/hall\/lamp on/);
  expect((await host.opsbook('audit --kind pruned')).out).toMatch(
    /ada \(cli\) +pruned +1 runs that ended before 2030-01-06/,
  );
  expect(JSON.parse((await host.opsbook('runs prune --older-than 5d --json')).out)).toMatchObject({ runs: 0 });
});

test('how long they are kept says the configuration; children go with their parents, runs under way stay', async () => {
  const host = new Host();
  host.retention = 1;
  const asks = JSON.parse((await host.opsbook('run hall.ask-twice --yes --json')).out) as { id: string };
  const twin = JSON.parse((await host.opsbook('run hall.ask-twice --yes --json')).out) as { id: string };
  await host.opsbook(`approve ${asks.id}`, { user: 'grace' });
  expect((await host.opsbook(`resume ${asks.id}`)).code).toBe(0);
  await host.later(86_400 + 60, () => Promise.resolve());
  const dry = JSON.parse((await host.opsbook('runs prune --dry-run --json')).out) as object;
  expect(dry).toMatchObject({ runs: 2, dryRun: true });
  expect(JSON.parse((await host.opsbook('runs prune --json')).out)).toEqual({ ...dry, dryRun: false });
  expect(JSON.parse((await host.opsbook('runs --json')).out)).toMatchObject([{ id: twin.id, status: 'running' }]);
});

test('a tree of which a run is still open is kept whole', async () => {
  const host = new Host();
  const { id } = JSON.parse((await host.opsbook(light)).out) as { id: string };
  const root = host.store.getRun(id)!;
  const { endedAt: _endedAt, ...open } = root;
  await host.store.insertRun({ ...open, id: 'open', parent: id, root: id, status: 'waiting' });
  await host.later(86_400, () => Promise.resolve());
  const dry = await host.opsbook('runs prune --older-than 1h --dry-run --json');
  const real = await host.opsbook('runs prune --older-than 1h --json');
  expect([dry, real].map(({ out }) => JSON.parse(out) as object)).toMatchObject([{ runs: 0 }, { runs: 0 }]);
});

test.each(['long', '90', '', '5w'])("'%s' is no age: it needs a unit", async (age) => {
  const { code, err } = await new Host().opsbook(['runs', 'prune', '--older-than', age]);
  expect({ code, err }).toEqual({
    code: 2,
    err: `opsbook: --older-than '${age}' is no age: write 90d, 12h, 30m or 10s\n`,
  });
});
