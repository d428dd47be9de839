import { beforeAll, expect, test } from '@jest/globals';
import { Host } from '../testing/host.ts';

const host = new Host();
let id = '';

beforeAll(async () => {
  host.house.lamps.set('cellar', 'broken');
  const { out } = await host.opsbook('run house.light --cloud home --yes --json');
  id = (JSON.parse(out) as { id: string }).id;
  await host.later(3600, () =>
    host.opsbook(['freeze', '--cloud', 'office', '--reason', 'new carpets'], { user: 'grace' }),
  );
});

const entries = async (line: string) =>
  (await host.opsbook(`audit --json ${line}`)).out
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => JSON.parse(text) as { seq: number; kind: string; run?: string; by: { user: string } });

test('the trail as a table: when, who, what, which run, where, and what came of it', async () => {
  const { code, out, err } = await host.opsbook('audit');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const [heading, first] = out.split('\n');
  expect(heading).toMatch(/^TIME +WHO +WHAT +RUN +PATH +DETAILS$/);
  expect(first).toMatch(new RegExp(`^2030-01-01 00:00:00Z +ada \\(cli\\) +requested +${id} +house.light .*cloud=home`));
  expect(out).toMatch(/ada \(cli\) +changed +\S+ +light\/hall\/lamp on /);
  expect(out).toMatch(/change-failed +\S+ +light\/cellar\/lamp on +.*the lamp in the cellar is broken/);
  expect(out).toMatch(/ended +\S+ +failed 1 stayed dark/);
  expect(out).toMatch(/^2030-01-01 01:00:\d\dZ +grace \(cli\) +frozen +office \(new carpets\)$/m);
});

test('as JSON it is one entry to a line', async () => {
  const all = await entries('');
  expect(all.map(({ kind }) => kind)).toEqual(['requested', 'claimed', 'changed', 'change-failed', 'ended', 'frozen']);
  expect(all.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
});

test.each([
  ['--kind changed change-failed', ['changed', 'change-failed']],
  ['--user grace', ['frozen']],
  ['--runbook bell.ring', []],
  ['--target office', ['frozen']],
  ['--since 10m', ['frozen']],
  ['--until 10m --kind ended frozen', ['ended']],
  ['--since 2030-01-01T00:30 --until 2030-01-02', ['frozen']],
  ['--limit 2', ['ended', 'frozen']],
  ['--limit 4', ['changed', 'change-failed', 'ended', 'frozen']],
])('%s', async (options, kinds) => {
  expect((await entries(options)).map(({ kind }) => kind)).toEqual(kinds);
});

test('a run is found by the beginning of its id, and by the whole of it when it was pruned', async () => {
  expect((await entries(`--run ${id.slice(0, -2)}`)).map(({ run }) => run)).toEqual(Array(5).fill(id));
  const gone = '0mwqmyh1r-7b433d.0123456789ab';
  expect(await entries(`--run ${gone}`)).toEqual([]);
  expect((await host.opsbook(`audit --run ${gone}`)).out).toBe('The audit trail has no such entry.\n');
});

test('the beginning of an id that no run has, or several, is said to be so, and not that there is nothing', async () => {
  const two = new Host();
  for (let i = 0; i < 2; i += 1) await two.opsbook('run house.light --cloud home --yes');
  expect(await two.opsbook('audit --run gone')).toMatchObject({
    code: 2,
    err: expect.stringContaining('there is no run gone'),
  });
  const both = id.slice(0, 3);
  expect(await two.opsbook(`audit --run ${both}`)).toMatchObject({
    code: 2,
    err: expect.stringContaining(`several runs begin with ${both}`),
  });
});

test('the table has the latest hundred and says how many there are', async () => {
  const long = new Host();
  const by = { user: 'ada', surface: 'test' };
  for (let i = 0; i < 1300; i += 1) {
    await long.store.freeze({ scope: `${i}`, label: `freeze ${i}`, by, reason: 'x', at: '2030-01-01T00:00:00.000Z' });
  }
  const table = await long.opsbook('audit');
  expect(table.out.trimEnd().split('\n')).toHaveLength(101);
  expect(table.out).toContain('freeze 1299 (x)');
  expect(table.err).toBe('These are the latest 100; more with --limit, all with --json.\n');
  const lines = (await long.opsbook('audit --json')).out.trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual(
    Array.from({ length: 1300 }, (_, i) => i + 1),
  );
});

test.each([['--kind broken'], ['--since yesterday'], ['--limit 0'], ['--since 99999999999d']])(
  '%s is bad input',
  async (options) => {
    expect((await host.opsbook(`audit ${options}`)).code).toBe(2);
  },
);
