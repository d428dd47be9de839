import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { Host } from '../testing/host.ts';
import { lightHouse } from '../testing/runbooks.ts';

interface Document {
  id: string;
  status: string;
  changed: boolean;
  items: { item: string; label: string; status: string; seconds: number; requestId?: string }[];
  steps: { path: string; verb: string; status: string }[];
}

const light = 'run house.light --cloud home';

test('--yes runs at once; lines in a pipe, a report at the end', async () => {
  const host = new Host();
  const { code, out, err } = await host.opsbook(`${light} --yes`);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(Object.fromEntries(host.house.lamps)).toEqual({ hall: 'on', attic: 'on', cellar: 'on' });
  expect(out).toContain('00:00:00Z  light / the hall: started\n');
  expect(out).toContain('00:00:00Z  light / the hall: 50 %, 3s left, warming up\n');
  expect(out).toContain('00:00:05Z  light / the hall / lamp on: changed\n');
  expect(out).toMatch(/^ITEM +STATUS +TOOK +WATTS\nthe hall +changed +5s +40$/m);
  expect(out).toMatch(/^house\.light \S+: done after 10s$/m);
  expect(out).not.toContain('\u001b');
});

test('a second run changes nothing and says so', async () => {
  const host = new Host();
  await host.opsbook(`${light} --yes`);
  const sent = host.house.requests.length;
  const { code, out } = await host.opsbook(`${light} --yes`);
  expect(code).toBe(0);
  expect(out).toContain('done after 0s: nothing had to be changed');
  expect(host.house.requests.slice(sent).filter((request) => request.startsWith('turn'))).toEqual([]);
});

test('with --json standard output is one document, and the lines go to standard error', async () => {
  const host = new Host();
  const { code, out, err } = await host.opsbook(`${light} --yes --json`);
  expect(code).toBe(0);
  const document = JSON.parse(out) as Document;
  expect(document).toMatchObject({ status: 'done', changed: true });
  expect(document.items.map(({ item, label, status, seconds }) => [item, label, status, seconds])).toEqual([
    ['hall', 'the hall', 'changed', 5],
    ['attic', 'the attic', 'unchanged', 0],
    ['cellar', 'the cellar', 'changed', 5],
  ]);
  expect(document.steps.find(({ path }) => path === 'light/hall/lamp on')).toMatchObject({
    verb: 'ensure',
    status: 'changed',
  });
  expect(err).toContain('light / the hall: started');
});

test('a failed item ends the run with exit code 1 and names the request', async () => {
  const host = new Host();
  host.house.lamps.set('cellar', 'broken');
  const { code, out } = await host.opsbook(`${light} --yes`);
  expect(code).toBe(1);
  expect(out).toMatch(/^the cellar +failed +0s +req-cellar +the lamp in the cellar is broken$/m);
  expect(out).toMatch(/failed after 5s: 1 stayed dark/);
  expect(out).toContain('run it again');
});

test('on a terminal it shows the plan and asks; yes runs what was shown', async () => {
  const host = new Host();
  const { code, out, err } = await host.opsbook(light, { tty: true, types: ['y'] });
  expect(code).toBe(0);
  expect(out).toContain('Plan: 2 changes');
  expect(err).toContain('Run it? [y/N]');
  expect(out).toContain(
    [
      '  ▸ light  2 of 3, about 3s left',
      '    ✓ the hall  changed  5s  watts=40',
      '    = the attic  unchanged  watts=40',
      '    ▸ the cellar  0s  until lamp on  50 %, 3s left, warming up\n',
    ].join('\n'),
  );
  const { out: json } = await host.opsbook('runs --json');
  expect(JSON.parse(json)).toMatchObject([{ status: 'done', approval: 'given', plan: { paths: expect.any(Array) } }]);
});

test.each(['n', '', undefined])('on a terminal, %p starts nothing', async (typed) => {
  const host = new Host();
  const { code, err } = await host.opsbook(light, { tty: true, types: typed === undefined ? [] : [typed] });
  expect(code).toBe(3);
  expect(err).toContain('Nothing was started');
  expect(JSON.parse((await host.opsbook('runs --json')).out)).toEqual([]);
});

test('without a terminal and --yes somebody has to approve first: exit code 3, and how', async () => {
  const host = new Host();
  const first = await host.opsbook(`${light} --json`);
  expect(first.code).toBe(3);
  const { id, status } = JSON.parse(first.out) as Document;
  expect(status).toBe('running');
  expect(first.err).toContain(`opsbook approve ${id}\n`);
  expect(host.house.lamps.get('hall')).toBe('off');

  const approved = await host.opsbook(`approve ${id}`, { user: 'grace' });
  expect(approved.code).toBe(0);
  expect(approved.err).toContain(`opsbook resume ${id}`);
  expect((await host.opsbook(`resume ${id}`)).code).toBe(0);
  expect(host.house.lamps.get('hall')).toBe('on');
});

test('a run that is rejected ends refused', async () => {
  const host = new Host();
  const { id } = JSON.parse((await host.opsbook(`${light} --json`)).out) as Document;
  await host.opsbook(['reject', id, '--reason', 'not today'], { user: 'grace' });
  const { code, out } = await host.opsbook(`resume ${id}`);
  expect(code).toBe(3);
  expect(out).toContain('not today');
});

test('a second run of the same target is refused and told who holds it', async () => {
  const host = new Host();
  const { id } = JSON.parse((await host.opsbook(`${light} --json`)).out) as Document;
  await host.opsbook(`approve ${id}`);
  // Its lease is taken when it goes on, and kept although the process leaves it.
  host.house.lamps.set('hall', 'off');
  await host.opsbook(`resume ${id}`, { onStart: host.interrupt(2) });
  const second = await host.opsbook(`${light} --yes`);
  expect(second.code).toBe(3);
  expect(second.out).toContain(`house/home is held by run ${id}`);
  expect(second.out).toContain(`opsbook show ${id}`);
  expect(second.out).toContain(`Nobody executes run ${id} any more; end it first: opsbook resume ${id}`);
});

test('--wait waits until the other run has ended', async () => {
  const host = new Host();
  const [first, second] = await Promise.all([host.opsbook(`${light} --yes`), host.opsbook(`${light} --yes --wait 1m`)]);
  expect([first.code, second.code]).toEqual([0, 0]);
  expect(second.err).toMatch(/^Waits for house\/home, held by run \S+ \(house\.light, ada through cli\)\n$/);
  expect(second.out).toContain('nothing had to be changed');
});

test('--detach starts a process of its own and prints the id', async () => {
  const host = new Host();
  const { code, out, err } = await host.opsbook(`${light} --yes --detach`);
  expect(code).toBe(0);
  const id = out.trim();
  expect(host.detached).toEqual([
    { args: ['resume', id, '--stay', '--no-color', '--ledger', '/state/ledger.db'], logFile: `/state/logs/${id}.log` },
  ]);
  expect(err).toContain(`opsbook follow ${id}`);
  expect(host.house.lamps.get('hall')).toBe('off');
  // The process that was started is another one: it must not be kept from the run.
  expect(JSON.parse((await host.opsbook(`show ${id} --json`)).out)).not.toHaveProperty('owner');
  expect((await host.opsbook(`resume ${id} --stay`)).code).toBe(0);
});

test('an effect of unknown outcome ends with exit code 5, and both answers lead on', async () => {
  const host = new Host();
  const first = await host.opsbook('run bell.ring --yes --json');
  expect(first.code).toBe(5);
  const { id } = JSON.parse(first.out) as Document;
  expect(first.err).toContain(`opsbook answer ${id} not-done --path 'ring#outcome'`);
  await host.opsbook(['answer', id, 'done']);
  expect((await host.opsbook(`resume ${id}`)).code).toBe(0);
});

test('a ledger that is one user’s alone is said so on standard error', async () => {
  const host = new Host();
  host.shared = false;
  const { err } = await host.opsbook(`${light} --yes --json`);
  expect(err).toMatch(/^The ledger is \/state\/ledger.db, this user's alone/);
});

test('bad input starts nothing; bad options neither', async () => {
  const host = new Host();
  expect(await host.opsbook('run house.light --cloud hoem --yes')).toMatchObject({ code: 2, out: '' });
  expect(await host.opsbook(`${light} --yes --wait soon`)).toMatchObject({ code: 2, out: '' });
  const { code, out } = await host.opsbook('run house.light --cloud hoem --yes --json');
  expect(code).toBe(2);
  expect(JSON.parse(out)).toMatchObject({ error: { code: 'INVALID_INPUT', details: { faults: [{ path: 'cloud' }] } } });
  expect(host.house.requests).toEqual([]);
  expect(JSON.parse((await host.opsbook('runs --json')).out)).toEqual([]);
});

test('the default cloud fills in', async () => {
  const host = new Host();
  host.defaultCloud = 'office';
  const { out } = await host.opsbook('run house.light --yes --json');
  expect(JSON.parse(out)).toMatchObject({ input: { cloud: 'office' }, targets: ['house/office'] });
});

test('what only looks is neither planned nor asked about', async () => {
  const host = new Host();
  const output = z.null();
  host.runbooks = [
    {
      ...lightHouse,
      name: 'house.look',
      risk: 'read-only',
      output,
      run: async (ctx) => ctx.read('lamps', () => Promise.resolve(null)),
    },
  ];
  const { code, out } = await host.opsbook('run house.look --cloud home', { tty: true, types: [] });
  expect(code).toBe(0);
  expect(out).not.toContain('Plan');
});
