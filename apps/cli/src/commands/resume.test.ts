import { expect, test } from '@jest/globals';
import { defineRunbook } from '@opsbook/runbook';
import * as z from 'zod';
import { Host } from '../testing/host.ts';
import type { Rooms } from '../testing/runbooks.ts';

const asks = (first: string) =>
  defineRunbook<Rooms>()({
    name: 'hall.look',
    summary: 'Look, then ask',
    risk: 'safe',
    input: z.object({}),
    output: z.null(),
    async run(ctx) {
      await ctx.read(first, () => ctx.services.rooms());
      await ctx.ask('Go on?');
      return null;
    },
  });

async function began(): Promise<{ host: Host; id: string }> {
  const host = new Host();
  host.runbooks = [asks('rooms')];
  const { out } = await host.opsbook('run hall.look --yes --json');
  return { host, id: (JSON.parse(out) as { id: string }).id };
}

test('a run that another version began and this one cannot go on with is refused, with both versions and what to do', async () => {
  const { host, id } = await began();
  host.runbooks = [asks('lamps')];
  host.version = '2';
  const { code, out, err } = await host.opsbook(`resume ${id}`);
  expect(code).toBe(3);
  expect(out).toBe('');
  expect(err).toContain(`run ${id} recorded 'rooms', where the code of version 2 takes another path; nothing was done`);
  expect(err).toContain(`With version 1 of opsbook: opsbook resume ${id}`);
  expect(err).not.toContain('can be resumed');

  host.runbooks = [asks('rooms')];
  host.version = '1';
  await host.opsbook(`approve ${id}`, { user: 'grace' });
  expect((await host.opsbook(`resume ${id}`)).code).toBe(0);
});

test('code of the same version that takes another path is at fault', async () => {
  const { host, id } = await began();
  host.runbooks = [asks('lamps')];
  const { code, err } = await host.opsbook(`resume ${id}`);
  expect(code).toBe(1);
  expect(err).toContain('does not take the same path twice');
  expect(err).toContain(`opsbook show ${id} --export`);
});
