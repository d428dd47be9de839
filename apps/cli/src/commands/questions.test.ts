import { expect, test } from '@jest/globals';
import { Host } from '../testing/host.ts';

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

test('an answer that does not fit is refused', async () => {
  const host = new Host();
  const { id } = await asked(host);
  expect((await host.opsbook(`approve ${id} --done`, { user: 'grace' })).code).toBe(3);
  expect((await host.opsbook(`approve ${id} --done --reject`)).code).toBe(2);
  expect((await host.opsbook(`approve ${id} --path nowhere`)).code).toBe(2);
});
