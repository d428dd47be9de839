import { expect, test } from '@jest/globals';
import { Host } from '../testing/host.ts';

const light = 'run house.light --cloud home --yes --json';

test('Ctrl-C stops at the next safe point and undoes: exit code 4', async () => {
  const host = new Host();
  const { code, out, err } = await host.opsbook(light, { onStart: host.interrupt(1) });
  expect(code).toBe(4);
  expect(err).toContain('Ctrl-C: stopping at the next safe point');
  expect(JSON.parse(out)).toMatchObject({
    status: 'cancelled',
    cancel: { reason: 'Ctrl-C', by: { user: 'ada' } },
    undone: [{ path: 'light/hall/lamp on', outcome: 'undone' }],
  });
  expect(Object.fromEntries(host.house.lamps)).toEqual({ hall: 'off', attic: 'on', cellar: 'off' });
});

test('Ctrl-C twice leaves the run as it is, and says how to go on', async () => {
  const host = new Host();
  const { code, out, err } = await host.opsbook(light, { onStart: host.interrupt(2) });
  expect(code).toBe(4);
  const { id, interrupted: left } = JSON.parse(out) as { id: string; interrupted: boolean };
  expect(left).toBe(true);
  expect(err).toContain(`opsbook resume ${id}`);

  const shown = await host.opsbook(`show ${id}`);
  expect(shown.out).toMatch(/^Status +interrupted$/m);
  expect(shown.out).toContain(`Go on with it: opsbook resume ${id}; it will be undone`);
  expect((await host.opsbook('runs')).out).toContain('interrupted');

  expect((await host.opsbook(`resume ${id}`)).code).toBe(4);
  expect(host.house.lamps.get('hall')).toBe('off');
});

test('SIGTERM is the first Ctrl-C', async () => {
  const host = new Host();
  const { code, out } = await host.opsbook(light, { onStart: host.interrupt(1, 'SIGTERM') });
  expect(code).toBe(4);
  expect(JSON.parse(out)).toMatchObject({ cancel: { reason: 'SIGTERM' } });
});

test('cancel asks a run that nobody executes; whoever resumes it undoes it', async () => {
  const host = new Host();
  const id = (await host.opsbook('run house.light --cloud home --yes --detach')).out.trim();
  const { code, err } = await host.opsbook(['cancel', id, '--reason', 'wrong house']);
  expect(code).toBe(0);
  expect(err).toContain(`opsbook resume ${id}`);
  const { code: ended, out } = await host.opsbook(`resume ${id}`);
  expect(ended).toBe(4);
  expect(out).toContain('cancelled');
  expect(host.house.lamps.get('hall')).toBe('off');

  const again = await host.opsbook(['cancel', id, '--reason', 'once more']);
  expect(again.code).toBe(3);
  expect(again.err).toContain('has ended');
});

test('Ctrl-C ends the following and not the run, and does not say by its exit code that the run is done', async () => {
  const host = new Host();
  const id = (await host.opsbook('run house.light --cloud home --yes --queue')).out.trim();
  const { code, out, err } = await host.opsbook(`follow ${id} --json`, { onStart: host.interrupt(1) });
  expect(code).toBe(4);
  expect(JSON.parse(out)).toMatchObject({ id, status: 'waiting' });
  expect(err).toContain(`The run goes on. Follow it again: opsbook follow ${id}\n`);
});
