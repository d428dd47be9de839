import { expect, test } from '@jest/globals';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Host } from '../testing/host.ts';
import { invite } from '../testing/runbooks.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

test('a plan shows what would change, and changes nothing', async () => {
  const host = new Host();
  const { code, out, err } = await host.opsbook('plan house.light cloud=home --watts 60');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const summary = out.trimEnd().split('\n').at(-1)!;
  expect(summary).toMatch(/^Plan: 2 changes, 1 unchanged\. Hash [0-9a-f]{12}\.$/);
  expect(out.replace(summary, 'Plan: ...')).toBe(`Plan of house.light (safe): cloud=home watts=60
  light
    ~ the hall: lamp on    would change
    = the attic: lamp on   unchanged
    ~ the cellar: lamp on  would change
Plan: ...
`);
  expect(host.house.requests.filter((request) => request.startsWith('turn'))).toEqual([]);
});

test('as JSON it is the plan, with its hash', async () => {
  const host = new Host();
  const { out } = await host.opsbook('plan house.light --cloud home --json');
  const plan = JSON.parse(out) as { hash: string };
  expect(plan).toMatchObject({ runbook: 'house.light', changes: 2, targets: ['house/home'], input: { cloud: 'home' } });
  expect(plan.hash).toMatch(/^[0-9a-f]{64}$/);
  const again = JSON.parse((await host.opsbook('plan house.light --cloud home --json')).out) as { hash: string };
  expect(again.hash).toBe(plan.hash);
});

test('nothing to do is said so', async () => {
  const { out } = await new Host().opsbook('plan house.light --cloud home skipRooms=hall,cellar');
  expect(out).toContain('Plan: nothing would change, 1 unchanged.');
});

test('what would be done at most once shows its preview, and a question that it would be asked', async () => {
  const host = new Host();
  expect((await host.opsbook('plan bell.ring')).out).toMatch(/\+ ring +would do \(to=everybody\)/);
  expect((await host.opsbook('plan hall.ask-first')).out).toMatch(/\? Light the hall\? +would ask/);
});

test('bad input is refused with every fault, before anything is sent', async () => {
  const host = new Host();
  const { code, out, err } = await host.opsbook('plan house.light cloud=hoem --watts much --colour red pace=');
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('has 4 fault(s)');
  expect(err).toContain("cloud: there is no cloud 'hoem'; known are home, office");
  expect(host.house.requests).toEqual([]);
});

test('input comes from standard input too', async () => {
  const { code, out } = await new Host().opsbook('plan house.light --input - --json', {
    stdin: '{"cloud":"office","skipRooms":["hall"]}',
  });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ changes: 1, input: { cloud: 'office' } });
});

test('input comes from a file, whose name is relative to where one works', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder.path, 'input.json'), '{"cloud":"office","watts":1}');
  const { out } = await new Host().opsbook('plan house.light --input input.json watts=2 --json', { cwd: folder.path });
  expect(JSON.parse(out)).toMatchObject({ input: { cloud: 'office', watts: 2 } });
});

test('a file that is not there is a usage error', async () => {
  const { code, err } = await new Host().opsbook('plan house.light --input /nowhere/x.json');
  expect(code).toBe(2);
  expect(err).toContain('--input cannot be read');
});

test('of a mail the terminal shows who would get it and its subject; --out writes it to files', async () => {
  const host = new Host();
  host.runbooks = [invite];
  const folder = temporaryFolder();
  const people = ['people=Ann Lee <ann@example.org>', 'people=bob/lee@example.org'];
  const opsbook = (...more: string[]) =>
    host.opsbook(['plan', 'house.invite', ...people, ...more], { cwd: folder.path });
  const { code, out, err } = await opsbook('--out', 'plans/first');
  expect(code).toBe(0);
  expect(out).toContain('would do (mail to Ann Lee <ann@example.org>, copy to host@example.org: Come)');
  expect(out).not.toContain('bread');
  const at = join(folder.path, 'plans/first');
  expect(err).toBe(`${at}: 8 files\n`);
  const mails = ['01-ann@example.org', '02-bob_lee@example.org'].flatMap((name) =>
    ['eml', 'html', 'txt'].map((ending) => `${name}.${ending}`),
  );
  expect(readdirSync(at).sort()).toEqual([...mails, 'plan.json', 'plan.txt'].sort());
  const read = (name: string) => readFileSync(join(at, name), 'utf8');
  expect(read('01-ann@example.org.html')).toBe('<p>Bring bread.</p>');
  expect(read('01-ann@example.org.txt')).toBe('Bring bread.');
  expect(read('01-ann@example.org.eml')).toMatch(/^To: Ann Lee <ann@example\.org>\r\nCc: host@example\.org\r$/m);
  expect(read('plan.txt')).toBe(out);
  expect(JSON.parse(read('plan.json'))).toMatchObject({ runbook: 'house.invite', changes: 2 });
  expect(statSync(join(at, 'plan.json')).mode & 0o777).toBe(0o600);

  const again = await opsbook('--out', 'plans/first');
  expect(again).toMatchObject({ code: 2, out: '', err: expect.stringContaining('is not empty: name a new folder') });
  expect(await opsbook('--out', 'plans/first/plan.txt')).toMatchObject({ code: 2, out: '' });
  expect(readdirSync(at)).toHaveLength(8);
});

test('a mail that cannot be written as one does not keep the rest of the plan from its files', async () => {
  const host = new Host();
  host.runbooks = [invite];
  const folder = temporaryFolder();
  const people = ['people=../../up', 'people=ann@example.org'];
  const said = await host.opsbook(['plan', 'house.invite', ...people, '--out', 'out'], { cwd: folder.path });
  expect(said).toMatchObject({ code: 0, err: expect.stringContaining('01-.._.._up.eml: ') });
  const files = readdirSync(join(folder.path, 'out'));
  expect(files).toEqual(expect.arrayContaining(['01-.._.._up.txt', '02-ann@example.org.eml', 'plan.json', 'plan.txt']));
  expect(files).toHaveLength(7);
  expect(files.filter((name) => (statSync(join(folder.path, 'out', name)).mode & 0o777) !== 0o600)).toEqual([]);
});

test('a plan knows what earlier runs did, also the one that run shows', async () => {
  const host = new Host();
  host.runbooks = [invite];
  const line = 'house.invite people=ann@example.org';
  expect((await host.opsbook(`run ${line} --yes`)).code).toBe(0);
  expect((await host.opsbook(`plan ${line}`)).out).toContain('Come, we asked before');
  const shown = await host.opsbook(`run ${line}`, { tty: true, types: ['n'] });
  expect(shown.out).toContain('Come, we asked before');
});
