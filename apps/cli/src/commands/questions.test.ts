import { expect, test } from '@jest/globals';
import { defineRunbook, fail } from '@opsbook/runbook';
import * as z from 'zod';
import { Host } from '../testing/host.ts';
import type { Rooms } from '../testing/runbooks.ts';

async function asked(host: Host, line = 'run hall.ask-first --yes --json'): Promise<{ id: string; err: string }> {
  const { code, out, err } = await host.opsbook(line);
  expect(code).toBe(3);
  return { id: (JSON.parse(out) as { id: string }).id, err };
}

test('a question that nobody here may answer leaves the run and says what to type', async () => {
  const host = new Host();
  const { id, err } = await asked(host);
  expect(err).toContain('The run waits for an answer: Light the hall?');
  expect(err).toContain(`opsbook approve ${id} --path '#ask:1'`);
  expect((await host.opsbook(`show ${id}`)).out).toMatch(/^Status +asks$/m);
  expect((await host.opsbook('runs')).out).toMatch(/hall\.ask-first +asks/);

  const own = await host.opsbook(`approve ${id}`);
  expect(own.code).toBe(3);
  expect(own.err).toContain('somebody else must answer');
  const { code, out } = await host.opsbook(`approve ${id}`, { user: 'grace' });
  expect({ code, out }).toEqual({ code: 0, out: 'Light the hall? approved\n' });
  expect((await host.opsbook(`resume ${id}`)).code).toBe(0);
  expect(host.house.lamps.get('hall')).toBe('on');
});

test('a question of a run that the run started is found from above', async () => {
  const host = new Host();
  const { id } = await asked(host, 'run hall.ask-twice --yes --json');
  expect((await host.opsbook(`show ${id}`)).out).toContain("Answer 'Light the hall?'");
  expect((await host.opsbook(`approve ${id}`, { user: 'grace' })).code).toBe(0);
  expect((await host.opsbook(`resume ${id}`)).code).toBe(0);
});

test('on a terminal whoever may answer is asked there', async () => {
  const host = new Host();
  const line = ['run', 'hall.ask-first', '--yes', '--input', '-'];
  const setting = { tty: true, types: ['yes'], stdin: '{"approvers":["ada"]}' };
  const { code, err } = await host.opsbook(line, setting);
  expect(err).toContain('Light the hall? [yes/no/later]');
  expect(code).toBe(0);
  expect(host.house.lamps.get('hall')).toBe('on');
});

test('a run that has not heard of its answer yet is waited for', async () => {
  const host = new Host();
  host.store.lag = 5;
  const line = ['run', 'hall.ask-first', '--yes', '--input', '-'];
  const { code } = await host.opsbook(line, { tty: true, types: ['yes'], stdin: '{"approvers":["ada"]}' });
  expect(code).toBe(0);
});

test('no there ends the run refused; later leaves it', async () => {
  const setting = { tty: true, stdin: '{"approvers":["ada"]}' };
  const line = ['run', 'hall.ask-first', '--yes', '--input', '-', '--json'];
  const no = await new Host().opsbook(line, { ...setting, types: ['no'] });
  expect(no.code).toBe(3);
  expect(JSON.parse(no.out)).toMatchObject({ status: 'refused', error: { code: 'NOT_APPROVED' } });
  const later = await new Host().opsbook(line, { ...setting, types: ['later'] });
  expect(later.code).toBe(3);
  expect(JSON.parse(later.out)).toMatchObject({ status: 'running', questions: [{ path: '#ask:1' }] });
});

test('--stay waits until somebody has answered', async () => {
  const host = new Host();
  const { id } = await asked(host);
  const answers = host.house.clock.after(5000, () => void host.opsbook(`approve ${id}`, { user: 'grace' }));
  const { code } = await host.opsbook(`resume ${id} --stay`);
  answers();
  expect(code).toBe(0);
});

test('an answer that does not fit is refused, and nothing is recorded', async () => {
  const host = new Host();
  const { id } = await asked(host);
  const outcome = await host.opsbook(`answer ${id} done`, { user: 'grace' });
  expect(outcome.code).toBe(2);
  expect(outcome.err).toContain(`asks something else:\n  Light the hall?\n    opsbook approve ${id} --path '#ask:1'`);
  expect((await host.opsbook(`answer ${id} perhaps`)).code).toBe(2);
  expect((await host.opsbook(`approve ${id} --path nowhere`)).code).toBe(2);
  expect((await host.opsbook(`reject ${id}`, { user: 'grace' })).code).toBe(2);
  expect(JSON.parse((await host.opsbook('pending --json')).out)).toMatchObject([{ approvedBy: [] }]);
});

test('of several questions one has to be named', async () => {
  const host = new Host();
  host.runbooks = [
    defineRunbook<Rooms>()({
      name: 'hall.ask-both',
      summary: 'Ask two things at once',
      risk: 'safe',
      input: z.object({}),
      output: z.null(),
      async run(ctx) {
        const { failed } = await ctx.each('ask', ['red', 'blue'], { key: (k) => k, concurrency: 2 }, (step, color) =>
          step.ask(`Light it ${color}?`),
        );
        return failed === 0 ? null : fail('no');
      },
    }),
  ];
  const { id } = await asked(host, 'run hall.ask-both --yes --json');
  const several = await host.opsbook(`approve ${id}`, { user: 'grace' });
  expect(several.code).toBe(2);
  expect(several.err).toContain('asks several things, say which with --path:');
  expect(several.err).toContain(`\n  Light it blue?\n    opsbook approve ${id} --path 'ask/blue#ask:1'`);
  for (const color of ['red', 'blue'])
    expect((await host.opsbook(`approve ${id} --path ask/${color}#ask:1`, { user: 'grace' })).code).toBe(0);
});
