import { expect, test } from '@jest/globals';
import { Host } from '../testing/host.ts';
import { lightBoth } from '../testing/runbooks.ts';

const light = 'run house.light --cloud home --yes';
const grace = { user: 'grace' };

test('a run that another engine executes is stopped; everybody is told why; unfrozen, it is resumed to its end', async () => {
  const host = new Host();
  const [stopped, froze] = await Promise.all([
    host.opsbook(`${light} --json`),
    host.later(7, () => host.opsbook(['freeze', '--reason', 'the grid is down'], grace)),
  ]);
  const { id, status, items } = JSON.parse(stopped.out) as { id: string; status: string; items: { status: string }[] };
  expect(froze.code).toBe(0);
  expect(froze.out).toMatch(
    new RegExp(`^everything is frozen: no run starts.\n.*\n.*\n  ${id} +house.light +running +ada`),
  );
  expect(froze.err).toBe('Lift it: opsbook unfreeze --reason ...\n');

  expect({ code: stopped.code, status }).toEqual({ code: 3, status: 'running' });
  expect(items[0]).toMatchObject({ item: 'hall', status: 'changed' });
  expect(stopped.err).toContain(
    'Stopped, and nothing was undone: everything was frozen by grace through cli at 2030-01-01T00:00:07.000Z: the grid is down',
  );
  expect(stopped.err).toContain(
    `Lift the freeze: opsbook unfreeze --reason ...\nThen go on with it: opsbook resume ${id}\n`,
  );
  expect(host.house.lamps.get('hall')).toBe('on');

  const { out: listed, err: told } = await host.opsbook('runs', grace);
  expect(listed).toMatch(new RegExp(`^${id} +house.light +frozen `, 'm'));
  expect(told).toMatch(
    /^FROZEN: everything was frozen by grace .*: the grid is down\. Lift it: opsbook unfreeze --reason/,
  );
  const again = await host.opsbook(`resume ${id}`, { user: 'linus' });
  expect({ code: again.code, out: again.out }).toEqual({ code: 3, out: '' });
  expect(again.err).toContain('frozen by grace through cli');
  expect(again.err).toContain('Lift it: opsbook unfreeze --reason ...');

  const lifted = await host.opsbook(['unfreeze', '--reason', 'the grid is up'], { user: 'linus' });
  expect(lifted).toMatchObject({ code: 0, out: 'everything is not frozen any more.\n' });
  expect(lifted.err).toContain(`opsbook resume ${id}  (house.light)`);
  expect((await host.opsbook(`resume ${id}`)).code).toBe(0);
  expect(Object.fromEntries(host.house.lamps)).toEqual({ hall: 'on', attic: 'on', cellar: 'on' });
  expect((await host.opsbook('runs')).err).toBe('');
});

test('in a frozen house nothing starts, nothing is planned for a run, and a plan still can be made', async () => {
  const host = new Host();
  await host.opsbook(['freeze', '--cloud', 'home', '--reason', 'painters'], grace);
  for (const line of [light, 'run house.light --cloud home', `${light} --queue`, `${light} --detach`]) {
    const { code, out, err } = await host.opsbook(line, { tty: true, types: ['y'] });
    expect({ line, code, out }).toEqual({ line, code: 3, out: '' });
    expect(err).toContain('home was frozen by grace through cli at 2030-01-01T00:00:00.000Z: painters');
    expect(err).toContain('Lift it: opsbook unfreeze --cloud home --reason ...');
  }
  expect(host.house.requests).toEqual([]);
  expect(JSON.parse((await host.opsbook(`${light} --json`)).out)).toMatchObject({ error: { code: 'FROZEN' } });

  const planned = await host.opsbook('plan house.light --cloud home');
  expect(planned).toMatchObject({ code: 0, out: expect.stringContaining('Plan: 2 changes') });
  expect(planned.err).toMatch(/^FROZEN: home was frozen by grace/);
  for (const line of ['runs', 'leases', 'pending']) expect((await host.opsbook(line)).err).toMatch(/^FROZEN: home/);
  expect(JSON.parse((await host.opsbook('runs --json')).out)).toEqual([]);
});

test('what lies outside of a freeze goes on', async () => {
  const host = new Host();
  host.defaultCloud = 'home';
  await host.opsbook(['freeze', '--cloud', 'office', '--reason', 'painters']);
  const { code, out } = await host.opsbook('run house.light --yes --json');
  expect(code).toBe(0);
  const { id } = JSON.parse(out) as { id: string };
  const shown = await host.opsbook(`show ${id}`);
  expect(shown.out).toMatch(/^Status +done$/m);
  expect(shown.err).toMatch(/^FROZEN: office/);
  expect((await host.opsbook(`follow ${id}`)).err).toMatch(/^FROZEN: office/);
});

test('without --cloud everything is frozen, whatever cloud is the default; each freeze is lifted by itself', async () => {
  const host = new Host();
  host.defaultCloud = 'home';
  expect(JSON.parse((await host.opsbook('freeze --reason all --json')).out)).toMatchObject({ scope: '', stops: [] });
  await host.opsbook('freeze --cloud home --reason one');
  const second = await host.opsbook('freeze --reason again', grace);
  expect(second).toMatchObject({ code: 3, err: expect.stringContaining('everything was frozen by ada through cli') });

  const lifted = await host.opsbook('unfreeze --reason over');
  expect(lifted).toMatchObject({ code: 0, out: 'everything is not frozen any more.\n' });
  expect(lifted.err).toMatch(/^FROZEN: home was frozen by ada/);
  expect((await host.opsbook(light)).code).toBe(3);
  const none = await host.opsbook('unfreeze --reason over');
  expect(none).toMatchObject({ code: 2, err: expect.stringContaining('there is no freeze of everything') });
  const json = await host.opsbook('unfreeze --cloud home --reason over --json');
  expect(JSON.parse(json.out)).toMatchObject({ label: 'home', scope: 'house/home', left: [] });
  expect((await host.opsbook(light)).code).toBe(0);
});

test('a run that two freezes stop goes on after the second is lifted', async () => {
  const host = new Host();
  const running = host.opsbook(`${light} --json`);
  await host.later(7, () => host.opsbook('freeze --reason all'));
  const { id } = JSON.parse((await running).out) as { id: string };
  await host.opsbook('freeze --cloud home --reason one');
  const first = await host.opsbook('unfreeze --reason over --json');
  expect(JSON.parse(first.out)).toMatchObject({ label: 'everything', left: [] });
  const second = await host.opsbook('unfreeze --cloud home --reason over --json');
  expect(JSON.parse(second.out)).toMatchObject({ label: 'home', left: [id] });
});

test('a freeze needs a reason, and a cloud that is known', async () => {
  const host = new Host();
  expect((await host.opsbook('freeze')).code).toBe(2);
  expect((await host.opsbook('unfreeze')).code).toBe(2);
  expect(await host.opsbook('freeze --cloud hoem --reason x')).toMatchObject({
    code: 2,
    err: expect.stringContaining('the cloud "hoem" is not known'),
  });
});

test('whoever follows a run sees that it is frozen, and that it goes on', async () => {
  const host = new Host();
  const running = host.opsbook(`${light} --json`);
  const listed = await host.later(1, () => host.opsbook('runs --json'));
  const [{ id }] = JSON.parse(listed.out) as [{ id: string }];
  const following = host.opsbook(`follow ${id}`);
  await host.later(5, () => host.opsbook('freeze --reason smoke'));
  expect((await running).code).toBe(3);
  await host.later(5, () => host.opsbook('unfreeze --reason air'));
  await host.opsbook(`resume ${id}`);
  const { code, err } = await following;
  expect(code).toBe(0);
  expect(err).toMatch(/^FROZEN: everything was frozen by ada .*: smoke/m);
  expect(err).toMatch(/^Lift the freeze: opsbook unfreeze --reason \.\.\.$/m);
  expect(err).toMatch(/^everything is not frozen any more$/m);
});

test('a freeze takes a question back from whoever sits at the terminal', async () => {
  const host = new Host();
  const line = ['run', 'hall.ask-first', '--yes', '--input', '-'];
  const [{ code, err }] = await Promise.all([
    host.opsbook(line, { tty: true, thinks: true, stdin: '{"approvers":["ada"]}' }),
    host.later(5, () => host.opsbook('freeze --reason smoke', grace)),
  ]);
  expect(code).toBe(3);
  expect(err).toContain('Light the hall? [yes/no/later]');
  expect(err).toContain('Stopped, and nothing was undone: everything was frozen by grace');
  expect(err).not.toContain('The run waits for an answer');
});

test('a run is frozen with what it has started; the cancel of a frozen run waits for the thaw', async () => {
  const host = new Host();
  host.runbooks = [...host.runbooks, lightBoth];
  const running = host.opsbook('run town.light --yes --json');
  await host.later(7, () => host.opsbook('freeze --cloud office --reason painters', grace));
  const { code, out, err } = await running;
  expect(code).toBe(3);
  const { id } = JSON.parse(out) as { id: string };
  expect(err).toContain('office was frozen by grace');
  expect((await host.opsbook('runs')).out).toMatch(new RegExp(`^${id} +town.light +frozen `, 'm'));
  const cancelled = await host.opsbook(['cancel', id, '--reason', 'too bright']);
  expect(cancelled).toMatchObject({ code: 0, err: expect.stringMatching(/^FROZEN: office was frozen by grace/) });
  expect((await host.opsbook(`resume ${id}`)).code).toBe(3);
  const lifted = JSON.parse((await host.opsbook('unfreeze --cloud office --reason dry --json')).out) as object;
  expect(lifted).toMatchObject({ left: [id] });
  expect((await host.opsbook(`resume ${id}`)).code).toBe(4);
  expect(host.house.lamps.get('hall')).toBe('off');
});

test('a reason does nothing to the screen of who reads it', async () => {
  const host = new Host();
  const reason = 'nothing\r\u001b[2K\u001b[1Amuch';
  await host.opsbook(['freeze', '--reason', reason]);
  const said = [await host.opsbook('runs'), await host.opsbook('audit'), await host.opsbook('unfreeze --reason x')];
  for (const { out, err } of said) expect(out + err).not.toMatch(/(?!\n)\p{Cc}/u);
  expect(said[0]?.err).toContain('nothing\\u000d\\u001b[2K\\u001b[1Amuch');
});

test('a cloud that only the configuration of who froze it has is lifted by the name that they gave it', async () => {
  const host = new Host();
  const by = { user: 'grace', surface: 'cli' };
  const at = '2030-01-01T00:00:00.000Z';
  for (const scope of ['house/depot', 'house/attic', 'other/attic'])
    await host.store.freeze({ scope, label: scope.split('/')[1]!, by, reason: 'mice', at });
  expect(await host.opsbook('unfreeze --cloud cellar --reason x')).toMatchObject({ code: 2 });
  // Two are called so: which one is meant says the beginning of its targets.
  expect(await host.opsbook('unfreeze --cloud attic --reason x')).toMatchObject({ code: 2 });
  const lifted = await host.opsbook('unfreeze --cloud depot --reason x');
  expect(lifted).toMatchObject({ code: 0, out: 'depot is not frozen any more.\n' });
  expect(await host.opsbook('unfreeze --cloud other/attic --reason x')).toMatchObject({ code: 0 });
  expect(host.store.freezes()).toMatchObject([{ scope: 'house/attic' }]);
});
