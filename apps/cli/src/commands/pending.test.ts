import { expect, test } from '@jest/globals';
import type { ApprovalRule } from '@opsbook/runbook';
import { join } from 'node:path';
import { holdLedger } from '@opsbook/triggers';
import { Host } from '../testing/host.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const light = 'run house.light --cloud home';
const two: ApprovalRule = {
  name: 'lamps',
  match: { runbook: ['house.*'] },
  approvers: ['ada', 'grace', 'linus'],
  count: 2,
};
const idOf = ({ out }: { out: string }) => (JSON.parse(out) as { id: string }).id;

test('nothing is said where nobody is asked', async () => {
  expect(await new Host().opsbook('pending')).toEqual({ code: 0, out: 'Nothing waits for a person.\n', err: '' });
});

test('all that waits for people is listed, with who may answer and what to type', async () => {
  const host = new Host();
  const asks = idOf(await host.opsbook('run hall.ask-twice --yes --json'));
  const unknown = idOf(await host.opsbook('run bell.ring --yes --json'));
  const plan = idOf(await host.opsbook(`${light} --json`));
  const { code, out } = await host.opsbook('pending');
  expect(code).toBe(0);
  const [heading, ...rows] = out.split('\n');
  expect(heading).toMatch(/^RUN +RUNBOOK +BY +QUESTION +WHO MAY ANSWER +YES +UNTIL +PLAN$/);
  expect(rows[0]).toMatch(/hall\.ask-first +ada +Light the hall\? +anybody but ada +0 of 1$/);
  expect(rows[1]).toMatch(new RegExp(`^${unknown} +bell.ring +ada .* anybody$`));
  expect(rows[2]).toMatch(
    new RegExp(`^${plan} +house.light +ada +Run house.light .* anybody +0 of 1 +2030-01-02 \\S+ +[0-9a-f]{12}$`),
  );
  expect(out).toContain(`    opsbook answer ${unknown} done --path 'ring#outcome'\n`);
  expect(out).toContain(`    opsbook approve ${plan}\n    opsbook reject ${plan} --reason ...\n`);

  const documents = JSON.parse((await host.opsbook('pending --json')).out) as { run: string; root: string }[];
  expect(documents).toMatchObject([
    { root: asks, runbook: 'hall.ask-first', question: 'Light the hall?', requesterMay: false, missing: 1 },
    { run: unknown, purpose: 'outcome' },
    { run: plan, purpose: 'approval', plan: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ]);
});

test("a rule of the site's wants two others: --yes plans by itself, waits for them, and goes on", async () => {
  const host = new Host();
  host.approvals = [two];
  const first = await host.opsbook(`${light} --yes --json`);
  expect(first.code).toBe(3);
  expect(first.err).toContain("the rule 'lamps' of `approvals` wants house.light approved");
  expect(first.err).toContain('Plan: 2 changes');
  expect(first.err).toContain('(grace, linus may answer; 0 of 2 have said yes; until 2030-01-02 00:00:00Z)');
  const id = idOf(first);
  expect(first.err).toContain(`  opsbook approve ${id}\n  opsbook reject ${id} --reason ...\nand then go on with it:`);
  expect(host.house.requests.some((request) => request.startsWith('turn'))).toBe(false);

  const own = await host.opsbook(`approve ${id}`);
  expect(own).toMatchObject({ code: 3, err: expect.stringContaining('ada asked for the run') });
  const one = await host.opsbook(`approve ${id}`, { user: 'grace' });
  expect(one).toMatchObject({ code: 0, err: '1 of 2 have said yes; 1 more must.\n' });
  expect((await host.opsbook('pending')).out).toMatch(/grace, linus +1 of 2 +2030-01-02 00:00:00Z/);
  const last = await host.opsbook(['approve', id, '--reason', 'it is dark'], { user: 'linus' });
  expect(last).toMatchObject({ code: 0, err: expect.stringContaining(`opsbook resume ${id}`) });
  expect((await host.opsbook('pending')).out).toBe('Nothing waits for a person.\n');

  expect((await host.opsbook(`resume ${id}`)).code).toBe(0);
  const { out } = await host.opsbook(`show ${id}`);
  expect(out).toMatch(/^Approval +2 of ada, grace, linus, until 2030-01-02 00:00:00Z \(rule 'lamps'\)$/m);
  expect(out).toMatch(/^Plan +[0-9a-f]{12}, 2 changes$/m);
  expect(out).toMatch(/^ {2}\S+ \S+ +grace \(cli\) +#approval +approved plan [0-9a-f]{12}$/m);
  expect(out).toMatch(/^ {2}\S+ \S+ +linus \(cli\) +#approval +approved \(it is dark\) plan [0-9a-f]{12}$/m);
  const { answers } = JSON.parse((await host.opsbook(`show ${id} --json`)).out) as { answers: object[] };
  expect(answers).toMatchObject([{ by: { user: 'grace' } }, { by: { user: 'linus' }, reason: 'it is dark' }]);
});

test('a queued run that waits for approval says so at once, and is pending although nobody has begun it', async () => {
  const host = new Host();
  host.approvals = [two];
  const { code, out, err } = await host.opsbook(`${light} --yes --queue`);
  expect(code).toBe(0);
  const id = out.trimEnd().split('\n').at(-1)!;
  expect(err).toContain(`opsbook approve ${id}\n`);
  expect((await host.opsbook('runs')).out).toMatch(new RegExp(`^${id} +house.light +asks`, 'm'));
  expect((await host.opsbook('pending')).out).toContain(id);
});

test('--stay waits for the approvers', async () => {
  const host = new Host();
  host.approvals = [two];
  const [run] = await Promise.all([
    host.opsbook(`${light} --yes --stay`),
    host.later(5, async () => {
      const [{ run: id }] = JSON.parse((await host.opsbook('pending --json')).out) as [{ run: string }];
      for (const user of ['grace', 'linus']) await host.opsbook(`approve ${id}`, { user });
    }),
  ]);
  expect(run.code).toBe(0);
  expect(host.house.lamps.get('hall')).toBe('on');
});

test('whoever approves at a terminal sees what the plan changes, and is asked', async () => {
  const host = new Host();
  const id = idOf(await host.opsbook(`${light} --json`));
  const no = await host.opsbook(`approve ${id}`, { tty: true, types: ['n'], user: 'grace' });
  expect(no.code).toBe(3);
  expect(no.out).toMatch(/^Asked by +ada \(cli\)$/m);
  expect(no.out).toMatch(
    /^Plan [0-9a-f]{12}\n {2}~ light \/ the hall \/ lamp on +would change\n {2}~ light \/ the cellar/m,
  );
  expect(no.err).toContain(`Say yes? [y/N] Nothing was recorded. To say no: opsbook reject ${id} --reason ...`);
  expect(JSON.parse((await host.opsbook('pending --json')).out)).toMatchObject([{ approvedBy: [] }]);
  const yes = await host.opsbook(`approve ${id}`, { tty: true, types: ['y'], user: 'grace' });
  expect(yes).toMatchObject({ code: 0, out: expect.stringContaining('approved') });
  expect(JSON.parse((await host.opsbook('pending --json')).out)).toEqual([]);
});

test('--plan says which plan was seen: another one is refused, this one is not asked about', async () => {
  const host = new Host();
  const id = idOf(await host.opsbook(`${light} --json`));
  const [{ plan }] = JSON.parse((await host.opsbook('pending --json')).out) as [{ plan: string }];
  const other = await host.opsbook(`approve ${id} --plan 0123456789ab`);
  expect(other).toMatchObject({ code: 3, err: expect.stringContaining('not 0123456789ab') });
  const seen = await host.opsbook(`approve ${id} --plan ${plan.slice(0, 12).toUpperCase()}`, { tty: true });
  expect(seen).toMatchObject({ code: 0, err: expect.not.stringContaining('Say yes?') });
});

test('a question whose time is over is shown as such, with what ends the run and not with answers that come too late', async () => {
  const host = new Host();
  host.approvals = [{ match: {}, expires: 60 }];
  const id = idOf(await host.opsbook(`${light} --yes --json`));
  await host.later(61, () => Promise.resolve());
  const { out } = await host.opsbook('pending');
  expect(out).toContain('2030-01-01 00:01:00Z (over)');
  expect(out).toContain(`    opsbook resume ${id}  (nobody answered in time: it ends as refused)\n`);
  expect(out).not.toContain('approve');
  expect((await host.opsbook(`resume ${id}`)).code).toBe(3);
  expect((await host.opsbook('pending')).out).toBe('Nothing waits for a person.\n');
});

test('a run that nobody approves ends by itself where a worker is, with the reason', async () => {
  const host = new Host();
  host.config = { defaults: { approvalExpires: 5400 } };
  const id = idOf(await host.opsbook(`${light} --json`));
  expect((await host.opsbook(`show ${id}`)).out).toMatch(/^Approval +1 person, until 2030-01-01 01:30:00Z$/m);
  expect((await host.opsbook('pending')).out).toMatch(/ anybody +0 of 1 +2030-01-01 01:30:00Z /);
  expect((await host.opsbook(`explain ${id}`)).out).toContain(`The run waits for an answer: Run house.light`);
  expect((await host.opsbook(`explain ${id}`)).out).toContain('until 2030-01-01 01:30:00Z)');
  await host.opsbook('work', { onStart: host.stopAfter(5402) });
  const why = 'nobody approved it within 90 min: Run house.light';
  expect((await host.opsbook(`show ${id}`)).out).toMatch(new RegExp(`^Status +refused$[^]*${why}`, 'm'));
  expect((await host.opsbook(`explain ${id}`)).out).toContain(why);
  expect((await host.opsbook('pending')).out).toBe('Nothing waits for a person.\n');
});

test('show prints what a run would do that waits for approval', async () => {
  const host = new Host();
  const id = idOf(await host.opsbook(`${light} --json`));
  const plan = /^It would\n {2}~ light \/ the hall \/ lamp on +would change\n {2}~ light \/ the cellar/m;
  expect((await host.opsbook(`show ${id}`)).out).toMatch(plan);
  await host.opsbook(`approve ${id}`);
  expect((await host.opsbook(`show ${id}`)).out).not.toContain('It would');
});

test('who approves is told of the daemon that goes on with the run, and of none where there is none', async () => {
  const host = new Host();
  const { path } = temporaryFolder();
  host.ledger = join(path, 'ledger.db');
  const [first, second] = [idOf(await host.opsbook(`${light} --json`)), idOf(await host.opsbook(`${light} --json`))];
  expect((await host.opsbook(`approve ${first}`)).err).toBe(
    `Nobody executes the run now, unless a worker takes it up. Go on with it: opsbook resume ${first}\n`,
  );
  const release = holdLedger(join(path, 'ledger.alerts.db'));
  try {
    const daemon = `process ${process.pid} of `;
    expect((await host.opsbook(`show ${second}`)).out).toContain(`Then the daemon goes on with it (${daemon}`);
    const asking = await host.opsbook('run hall.ask-first --yes');
    expect(asking.err).toContain(`and then the daemon goes on with it (${daemon}`);
    const { err } = await host.opsbook(`approve ${second}`);
    expect(err).toContain(`The daemon takes the run up (${daemon}`);
    expect(err).not.toContain('Nobody');
  } finally {
    release();
  }
});
