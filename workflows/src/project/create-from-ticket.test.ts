import { afterEach, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { flatten } from '@opsbook/runbook';
import { INTAKE_FIELDS } from '@opsbook/services';
import { projectState } from './create.test-support.ts';
import { createProjectFromTicket } from './create-from-ticket.ts';
import { CreateInput } from './create-input.ts';
import { createProject } from './create.ts';
import { type IntakeSite, intakeSite, richAnswer } from './intake.test-support.ts';

let site: IntakeSite;
const start = async (intake: object = {}) => {
  site = await intakeSite(intake);
};
afterEach(() => site.stop());

const input = { cloud: 'test', issue: 'HELP-1' };
const HOUR = 3_600_000;

/** A run, and what people do meanwhile: hours after its start, and what. */
async function play(given: object = input, ...meanwhile: [number, () => void][]) {
  const engine = site.engine();
  const requestedBy = { user: 'ann', surface: 'test' };
  const { id } = await engine.start({ runbook: createProjectFromTicket.name, input: given, requestedBy });
  const acts = meanwhile.map(async ([hours, act]) => {
    await sleep(site.clock, hours * HOUR);
    act();
  });
  const { ended } = await engine.execute(id);
  const run = await ended;
  await Promise.all(acts);
  await engine.close();
  return run;
}

const approve = () => site.jira.move('HELP-1', 'Approved', 'ada');

it('plans in a comment, waits for the approval, makes the project and answers', async () => {
  await start();
  const run = await play(input, [5, approve]);
  expect(run).toMatchObject({
    status: 'done',
    output: {
      url: `${site.jira.url}/browse/HELP-1`,
      project: { id: site.project()[0]?.id, name: 'shop' },
      approvedBy: 'Ada',
    },
  });
  expect(projectState(site)).toMatchObject({
    project: { description: 'Asked for in HELP-1', tags: ['shop-team@example.test', 'opsbook'] },
    quota: { cores: 8, ram: 16_384 },
    shared: ['private access_as_shared'],
    members: ['alice member', 'bob member'],
  });
  const { plan, answer, ...others } = site.comments();
  expect(others).toEqual({});
  expect(plan?.internal).toBe(true);
  for (const said of ['shop-team@example.test', '16384', 'alice, bob', 'internal', 'in MiB'])
    expect(plan?.text).toContain(said);
  expect(answer).toEqual({
    internal: false,
    text: expect.stringContaining(`The project shop has been made. It has the id ${site.project()[0]?.id ?? '?'}.`),
  });
  expect(site.issue).toMatchObject({ status: 'Resolved', history: ['Open', 'Approved', 'Resolved'] });
  expect(site.jira.links).toMatchObject([{ inward: 'HELP-1', outward: 'HELP-2', type: 'Relates' }]);
});

it('has nothing to do the second time, whatever the form says by then', async () => {
  await start();
  await play(input, [1, approve]);
  site.answer({ '3': { text: 'other' } });
  const before = site.changes().length;
  expect(await play()).toMatchObject({ status: 'done', changed: false, output: { project: null } });
  expect(site.changes()).toHaveLength(before);
  expect(site.issue.comments).toHaveLength(2);
});

it('shows in its plan what would be said, made and answered, and does nothing of it', async () => {
  await start({ askedStatus: 'Waiting for approval' });
  const plan = await site.plan(createProjectFromTicket, input);
  const paths = flatten(plan.steps)
    .filter(({ status }) => status === 'would-change')
    .map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(['round 1/HELP-1/plan', 'round 1/HELP-1/asked', 'answer', 'failure told', 'closed']),
  );
  expect(paths.some((path) => path.endsWith('project.create/project'))).toBe(true);
  expect(site.changes()).toEqual([]);
  expect(site.issue).toMatchObject({ comments: [], status: 'Open' });
});

it('refuses bad input, all of it at once', async () => {
  await start();
  await expect(
    play({ ...input, issue: 'HELP', approval: 'shout', overrides: { cores: -7, email: 'nobody' } }),
  ).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: {
      faults: [{ path: 'issue' }, { path: 'approval' }, { path: 'overrides.cores' }, { path: 'overrides.email' }],
    },
  });
  expect(site.jira.requests).toEqual([]);
});

it('tells all that is missing or does not fit by the name of its question, once, and makes nothing', async () => {
  await start();
  const wrong = {
    '3': { text: ' ' },
    '25': { text: 'the shop team' },
    '32': { text: '8 or more' },
    '33': { text: '0.3' },
    '31': { choices: ['1', '2'] },
    '17': { dates: ['2030'] },
  };
  site.answer(wrong);
  const run = await play();
  expect(run).toMatchObject({ status: 'refused' });
  for (const said of [
    'Project name: is not answered',
    'Contact e-mail: Invalid email',
    "Cores: '8 or more' is not a number",
    "Memory (GiB): '0.3' is not a whole number times 1024",
    'Reachable from outside: 2 answers, where one is wanted',
    'GPUs: an answer of this kind (dates) cannot be read',
  ]) {
    expect(run.error?.message).toContain(said);
    expect(site.comments()['trouble']).toEqual({ internal: true, text: expect.stringContaining(said) });
  }
  expect(await play()).toMatchObject({ status: 'refused', changed: false });
  site.answer({ ...wrong, '3': { text: 'shop' } });
  await play();
  expect(site.issue.comments).toHaveLength(1);
  expect(site.comments()['trouble']?.text).not.toContain('Project name');
  expect(site.changes()).toEqual([]);
});

it('tells what the cloud does not know, and that it is mended', async () => {
  await start();
  site.answer({ '29': richAnswer('alice', 'mallory') });
  expect(await play()).toMatchObject({ status: 'refused', error: { message: expect.stringContaining('mallory') } });
  expect(site.comments()['trouble']?.text).toContain('mallory');
  expect(Object.keys(site.comments())).toEqual(['trouble']);
  site.answer({});
  expect(await play(input, [1, approve])).toMatchObject({ status: 'done' });
  expect(site.comments()['trouble']?.text).toContain('is mended');
  expect(site.issue.comments).toHaveLength(3);
});

it('has to be told by an override what no question asks for, and says so', async () => {
  await start({ questions: { name: '3' }, values: {}, times: {} });
  expect((await play()).error?.message).toBe('email (no question or field of the issue tells it): is not answered');
  const overrides = { email: 'other@example.test', description: 'For sale', cores: 4 };
  expect(await play({ ...input, overrides }, [1, approve])).toMatchObject({ status: 'done' });
  expect(projectState(site)).toMatchObject({
    project: { description: 'For sale', tags: ['other@example.test', 'opsbook'] },
    quota: { cores: 4 },
  });
});

it('reads plain fields by their names where there is no form', async () => {
  const fields = { name: 'Impact', cores: 'cores', network: 'Cloud', users: 'Hosts', description: 'customfield_10006' };
  await start({ questions: {}, others: {}, times: {}, fields, values: { network: { prod: 'internal' } } });
  Object.assign(site.issue.fields, {
    customfield_10002: { ...richAnswer('shop').adf },
    customfield_10003: 12,
    customfield_10001: { id: '1', value: 'prod' },
    customfield_10005: ['alice', 'bob'],
    customfield_10006: 'Cars',
  });
  const given = { ...input, overrides: { email: 'a@example.test' } };
  expect(await play(given, [1, approve])).toMatchObject({ status: 'done' });
  expect(projectState(site)).toMatchObject({
    project: { description: 'Cars' },
    quota: { cores: 12 },
    members: ['alice member', 'bob member'],
  });
});

it('says which fields and forms it cannot find', async () => {
  await start({ questions: { email: '25' }, fields: { name: 'Team', cores: 'Kernels' }, values: {}, times: {} });
  delete site.issue.properties['proforma.forms.i1'];
  const { error } = await play();
  expect(error?.message).toContain("several fields are called 'Team': customfield_10006, customfield_10007");
  expect(error?.message).toContain("the issue has no field 'Kernels'");
  expect(error?.message).toContain('the issue has no form that can be read (its property proforma.forms.i1)');
});

it('knows only the choices that the configuration gives a meaning', async () => {
  await start({ values: { network: { no: 'internal', '4': 'external' } } });
  site.answer({ '31': { choices: ['1'] } });
  expect((await play()).error?.message).toBe(
    "Reachable from outside: 'Yes' means nothing in projects.intake.values, which has 4, no",
  );
  site.answer({ '31': { choices: ['2'] } });
  expect(await play(input, [1, approve])).toMatchObject({ status: 'done' });
});

it('writes its plan again where somebody has taken it away', async () => {
  await start();
  const run = await play(
    input,
    [1, () => (site.issue.comments.length = 0)],
    [2, approve],
    [5, () => site.jira.move('HELP-1', 'Waiting for approval')],
    [7, approve],
  );
  expect(run).toMatchObject({ status: 'done' });
  expect(site.issue.comments).toHaveLength(2);
  expect(site.issue.history.filter((status) => status === 'Approved')).toHaveLength(2);
});

it('does not take an approval from before the plan, or of other answers', async () => {
  await start();
  approve();
  const run = await play(
    input,
    [1, () => expect(site.project()).toEqual([])],
    [2, () => site.jira.move('HELP-1', 'Waiting for approval')],
    [3.01, () => site.answer({ '32': { text: '800' }, '17': richAnswer('two') })],
    // Whoever approves now has read of 8 cores.
    [3.02, approve],
    [5, () => expect(site.project()).toEqual([])],
    [6, () => site.jira.move('HELP-1', 'Waiting for approval')],
    [7, approve],
  );
  expect(run).toMatchObject({ status: 'done' });
  expect(projectState(site)).toMatchObject({ quota: { cores: 800 } });
  expect(site.comments()['plan']?.text).toMatch(/made by hand.*GPUs.*two/);
  expect(site.issue.comments).toHaveLength(2);
});

it('moves the issue to where it asks, also when its answers change', async () => {
  await start({ askedStatus: 'Waiting for approval' });
  const run = await play(input, [1.01, () => site.answer({ '32': { text: '9' } })], [1.02, approve], [4, approve]);
  expect(run).toMatchObject({ status: 'done' });
  expect(site.issue.history).toEqual([
    'Open',
    'Waiting for approval',
    'Approved',
    'Waiting for approval',
    'Approved',
    'Resolved',
  ]);
  expect(projectState(site)).toMatchObject({ quota: { cores: 9 } });
});

it('ends when the issue is rejected, or closed without an approval, or nobody decides', async () => {
  await start({ patience: 7200 });
  expect(await play()).toMatchObject({
    status: 'refused',
    error: { message: expect.stringContaining('within 7200 s') },
  });
  const closed = await play(input, [1, () => site.jira.move('HELP-1', 'Resolved')]);
  expect(closed).toMatchObject({ status: 'refused', error: { message: expect.stringContaining('is in Resolved') } });
  site.issue.status = 'Open';
  const rejected = await play(input, [1, () => site.jira.move('HELP-1', 'Rejected')]);
  expect(rejected).toMatchObject({ status: 'refused', error: { message: expect.stringContaining('is in Rejected') } });
  expect(site.changes()).toEqual([]);
  expect(Object.keys(site.comments())).toEqual(['plan']);
});

it('is approved on the command line by those who may, for the answers that they have read', async () => {
  await start();
  const engine = site.engine();
  const requestedBy = { user: 'ann', surface: 'test' };
  const given = { ...input, approval: 'command' };
  const { id } = await engine.start({ runbook: createProjectFromTicket.name, input: given, requestedBy });
  const { ended } = await engine.execute(id);
  const asked = async (round: number): Promise<string> => {
    for (;;) {
      const path = (await engine.questions(id)).map((one) => one.path).find((one) => one.includes(`round ${round}/`));
      if (path !== undefined) return path;
      await sleep(site.clock, 1000);
    }
  };
  const first = await asked(1);
  const yes = (path: string, user: string) =>
    engine.answer(id, { path, decision: 'approved', by: { user, surface: 'test' } });
  await expect(yes(first, 'ann')).rejects.toMatchObject({ code: 'ANSWER_REFUSED' });
  site.answer({ '32': { text: '800' } });
  await yes(first, 'bob');
  const second = await asked(2);
  expect(site.project()).toEqual([]);
  await yes(second, 'bob');
  expect(await ended).toMatchObject({ status: 'done' });
  await engine.close();
  expect(projectState(site)).toMatchObject({ quota: { cores: 800 } });
});

it('says what was made and what is left when it cannot go on, and goes on when it is run again', async () => {
  await start();
  site.sim.fault.next('PUT /compute/v2.1/os-quota-sets/*', {
    status: 403,
    body: { forbidden: { message: 'not you' } },
  });
  const run = await play(input, [1, approve]);
  expect(run).toMatchObject({ status: 'failed', error: { message: expect.stringContaining('not you') } });
  const id = site.project()[0]?.id ?? '?';
  expect(site.comments()['trouble']).toEqual({
    internal: true,
    text: expect.stringMatching(`not you.*is there .${id}`),
  });
  expect(site.comments()['answer']).toBeUndefined();
  expect(site.issue.status).toBe('Approved');
  expect(await play()).toMatchObject({ status: 'done', output: { project: { id }, approvedBy: 'Ada' } });
  expect(site.comments()['trouble']?.text).toContain('is mended');
  expect(site.project()).toHaveLength(1);
});

it('knows each field of project.create that the configuration may name', () => {
  expect(Object.keys(CreateInput.shape)).toEqual(expect.arrayContaining([...INTAKE_FIELDS]));
  expect(createProject.input).toBe(CreateInput);
});
