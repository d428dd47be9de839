import { afterEach, describe, expect, test } from '@jest/globals';
import { OPS } from '../testing/index.ts';
import { type SimulatedJira, errorOf, simulatedJira } from '../simulated-jira.test-support.ts';

let bench: SimulatedJira;
afterEach(() => bench.stop());

const Resolution = 'Fixed';

describe.each(['cloud', 'data-center'] as const)('transitions in %s', (deployment) => {
  const start = async (options = {}) => {
    bench = await simulatedJira({ deployment, ...options });
    bench.sim.addIssue();
    return bench.client().transitions;
  };
  const issue = () => bench.sim.issue('OPS-1');

  test('lead over several statuses, and nowhere when it is there', async () => {
    const transitions = await start();
    const moved = await transitions.move('OPS-1', 'done', { fields: { Resolution } });
    expect(moved).toMatchObject({ changed: true, from: 'Open', to: 'Done' });
    expect(issue().history.at(-1)).toBe('Done');
    expect(issue().fields['resolution']).toEqual({ id: '1', name: 'Fixed' });
    expect(await transitions.move('OPS-1', 'Done')).toEqual({ changed: false, from: 'Done', to: 'Done', steps: [] });
  });

  test('go the shortest way once it is known', async () => {
    const transitions = await start();
    await transitions.move('OPS-1', 'Done', { fields: { Resolution } });
    const next = bench.sim.addIssue();
    const moved = await transitions.move(next.key, 'Done', { fields: { Resolution } });
    expect(moved.steps).toEqual([
      { transition: 'Start progress', to: 'In Progress' },
      { transition: 'Ask for review', to: 'Review' },
      { transition: 'Resolve', to: 'Done' },
    ]);
    expect(next.history).toEqual(['Open', 'In Progress', 'Review', 'Done']);
  });

  test('do not pass through what is done, or what is not allowed', async () => {
    const transitions = await start();
    const only = { via: ['In Progress', 'Review'], fields: { Resolution } };
    expect((await transitions.move('OPS-1', 'Done', only)).steps).toHaveLength(3);
    const other = bench.sim.addIssue();
    const error = await errorOf(transitions.move(other.key, 'Review', { via: [] }));
    expect(error.code).toBe('JIRA_NO_TRANSITION');
    expect(error.message).toBe(
      "OPS-2 is in Open: no way to Review was found; possible from here: 'Start progress' to In Progress, 'Wait' to Waiting, 'Reject' to Rejected",
    );
    expect(other.history).toEqual(['Open']);
  });

  test('say where the search ended when there is no way', async () => {
    const transitions = await start({ projects: [{ ...OPS, statuses: { ...OPS.statuses, Archived: 'done' } }] });
    const typo = await errorOf(transitions.move('OPS-1', 'Achived'));
    expect([typo.code, typo.message]).toEqual([
      'JIRA_NO_TRANSITION',
      "OPS-1 is in Open: a Task of OPS has no status 'Achived'; there are Open, In Progress, Waiting, Review, Rejected, Done, Archived",
    ]);
    expect(issue().history).toEqual(['Open']);
    const error = await errorOf(transitions.move('OPS-1', 'Archived'));
    expect(error.code).toBe('JIRA_NO_TRANSITION');
    expect(error.message).toContain(`OPS-1 is in ${issue().status}, after`);
    expect(error.message).toContain('(it began in Open): no way to Archived was found; possible from here:');
    expect(new Set(issue().history)).toEqual(new Set(['Open', 'In Progress', 'Waiting', 'Review']));
    const few = await errorOf(
      transitions.move(bench.sim.addIssue().key, 'Done', { maxSteps: 1, fields: { Resolution } }),
    );
    expect(few.message).toContain('OPS-2 is in Open: Done takes more than 1 transitions');
  });

  test('say which fields a transition needs, before it is carried out', async () => {
    const transitions = await start();
    issue().status = 'Review';
    const missing = await errorOf(transitions.move('OPS-1', 'Done'));
    expect([missing.code, missing.fields]).toEqual(['JIRA_FIELDS', { Resolution: 'required, and not given' }]);
    const unfit = await errorOf(transitions.move('OPS-1', 'Done', { fields: { Resolution: 'Maybe' } }));
    expect(unfit.fields).toEqual({ Resolution: "'Maybe' is not allowed; there are Fixed, Won't do" });
    const unknown = await errorOf(transitions.move('OPS-1', 'Done', { fields: { Resolution, Colour: 'red' } }));
    expect(Object.keys(unknown.fields)).toEqual(['Colour']);
    expect([issue().status, bench.changes()]).toEqual(['Review', 0]);
  });

  test('are carried out by name or id, or refused with what is possible', async () => {
    const transitions = await start();
    expect(await transitions.perform('OPS-1', 'start PROGRESS', { from: 'open' })).toMatchObject({ to: 'In Progress' });
    expect(await transitions.perform('OPS-1', '31')).toMatchObject({ from: 'In Progress', to: 'Review' });
    const none = await errorOf(transitions.perform('OPS-1', 'Reject'));
    expect(none.message).toBe(
      "OPS-1 is in Review, without a transition 'Reject'; possible from here: 'Back to work' to In Progress, 'Resolve' to Done (needs Resolution)",
    );
    const elsewhere = await errorOf(transitions.move('OPS-1', 'Done', { from: 'Open', fields: { Resolution } }));
    expect([elsewhere.code, elsewhere.message]).toEqual([
      'JIRA_CONFLICT',
      'OPS-1 is in Review, not in Open as expected: nothing was done',
    ]);
    expect(issue().status).toBe('Review');
  });

  test('look when the answer is lost', async () => {
    const transitions = await start();
    const path = `POST /rest/api/${deployment === 'cloud' ? 3 : 2}/issue/OPS-1/transitions`;
    bench.sim.fault.next(path, { cut: 'after' });
    bench.sim.fault.next(path, { cut: 'after' });
    const moved = await transitions.move('OPS-1', 'Review', { via: ['In Progress'] });
    expect(moved.steps.map(({ to }) => to)).toEqual(['In Progress', 'Review']);
    bench.sim.fault.next(path, { cut: 'after' });
    expect(await transitions.perform('OPS-1', 'Back to work')).toMatchObject({ to: 'In Progress' });
    bench.sim.fault.next(path, { cut: 'before' });
    const error = await errorOf(transitions.move('OPS-1', 'Review'));
    expect([error.code, error.outcomeUnknown]).toEqual(['JIRA_UNAVAILABLE', true]);
    expect(issue().history).toEqual(['Open', 'In Progress', 'Review', 'In Progress']);
  });

  test.each([
    ['was lost', 'cut'],
    ['came', 'none'],
  ])('say that nobody knows when the answer %s and the look after it fails', async (_name, what) => {
    const transitions = await start();
    const path = `/rest/api/${deployment === 'cloud' ? 3 : 2}/issue/OPS-1`;
    const view = { status: 200, body: issueBody };
    for (const change of [
      () => transitions.move('OPS-1', 'In Progress'),
      () => transitions.perform('OPS-1', 'Back to work'),
    ]) {
      issue().status = change.toString().includes('perform') ? 'Review' : 'Open';
      bench.sim.fault.next(`GET ${path}`, view);
      if (what === 'cut') bench.sim.fault.next(`POST ${path}/transitions`, { cut: 'after' });
      bench.sim.fault.next(`GET ${path}`, { status: 403, body: { errorMessages: ['No.'], errors: {} } });
      const error = await errorOf(change());
      expect([error.code, error.outcomeUnknown]).toEqual([
        what === 'cut' ? 'JIRA_UNAVAILABLE' : 'JIRA_FORBIDDEN',
        true,
      ]);
      expect(issue().status).toBe('In Progress');
    }
  });
});

const issueBody = {
  id: '10001',
  key: 'OPS-1',
  fields: {
    status: { name: 'Open' },
    issuetype: { name: 'Task' },
    project: { key: 'OPS' },
    created: '2030-01-01T00:00:00.000+0000',
    updated: '2030-01-01T00:00:00.000+0000',
  },
};

test('of two transitions with one name and status the one that needs nothing more is taken', async () => {
  const transitions = [
    { id: '1', name: 'close', from: ['Open'], to: 'Done', screen: ['resolution'], required: ['resolution'] },
    { id: '2', name: 'close', from: ['Open'], to: 'Done' },
  ];
  bench = await simulatedJira({ projects: [{ ...OPS, transitions }] });
  const issue = bench.sim.addIssue();
  expect(await bench.client().transitions.move(issue.key, 'Done')).toMatchObject({ changed: true, to: 'Done' });
  expect(issue.history).toEqual(['Open', 'Done']);
});

test('what is done is passed through only when that is said', async () => {
  const statuses = { A: 'new', R: 'done', B: 'indeterminate' } as const;
  const transitions = [
    { id: '1', name: 'reject', from: ['A'], to: 'R' },
    { id: '2', name: 'revive', from: ['R'], to: 'B' },
  ];
  bench = await simulatedJira({ projects: [{ ...OPS, statuses, transitions }] });
  const issue = bench.sim.addIssue();
  const client = bench.client().transitions;
  expect((await errorOf(client.move(issue.key, 'B'))).code).toBe('JIRA_NO_TRANSITION');
  expect(issue.history).toEqual(['A']);
  expect((await client.move(issue.key, 'B', { via: ['r'] })).to).toBe('B');
});

test('a loop, a dead end and two ways with one name', async () => {
  const statuses = { A: 'new', B: 'indeterminate', C: 'indeterminate', D: 'indeterminate', Z: 'done' } as const;
  const transitions = [
    { id: '1', name: 'to B', from: ['A'], to: 'B' },
    { id: '2', name: 'back', from: ['B'], to: 'A' },
    { id: '3', name: 'stay', to: 'A', from: ['A'] },
    { id: '4', name: 'to C', from: ['A'], to: 'C' },
    { id: '5', name: 'go', from: ['C'], to: 'D' },
    { id: '6', name: 'go', from: ['C'], to: 'A' },
    { id: '7', name: 'end', from: ['D'], to: 'Z' },
  ];
  bench = await simulatedJira({ projects: [{ ...OPS, statuses, transitions }] });
  const issue = bench.sim.addIssue();
  const client = bench.client().transitions;
  expect((await client.move(issue.key, 'Z')).to).toBe('Z');
  // B was a dead end but for the way back.
  expect(issue.history).toEqual(['A', 'B', 'A', 'C', 'D', 'Z']);
  issue.status = 'C';
  const error = await errorOf(client.perform(issue.key, 'go'));
  expect([error.code, error.message]).toEqual([
    'JIRA_AMBIGUOUS',
    "OPS-1 is in C, with several transitions 'go': 5 to D, 6 to A",
  ]);
});
