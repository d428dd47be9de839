import { afterEach, describe, expect, test } from '@jest/globals';
import { unrestricted } from '@opsbook/context';
import { type SimulatedJira, errorOf, simulatedJira } from '../simulated-jira.test-support.ts';

let bench: SimulatedJira;
afterEach(() => bench.stop());

const wanted = {
  project: 'OPS',
  type: 'Task',
  summary: 'Disk full on hv1',
  labels: ['disk'],
  marker: 'disk-hv1.Full_1',
};

describe.each(['cloud', 'data-center'] as const)('ensuring an issue in %s', (deployment) => {
  const post = `POST /rest/api/${deployment === 'cloud' ? 3 : 2}/issue`;

  test('makes it once, and finds it again by its marker', async () => {
    bench = await simulatedJira({ deployment });
    const { issues } = bench.client();
    expect(await issues.findMarked('OPS', wanted.marker)).toEqual([]);
    const made = await issues.ensure(wanted);
    expect(made).toMatchObject({ key: 'OPS-1', outcome: 'created' });
    expect(await issues.ensure({ ...wanted, summary: 'Another text' })).toEqual({ ...made, outcome: 'found' });
    expect(bench.sim.issues.map(({ fields }) => [fields['summary'], fields['labels']])).toEqual([
      ['Disk full on hv1', ['disk', 'disk-hv1.Full_1']],
    ]);
  });

  test('finds what it made although the search lags behind', async () => {
    bench = await simulatedJira({ deployment, indexDelay: deployment === 'cloud' ? 600 : 0 });
    const { issues } = bench.client();
    const made = await issues.ensure(wanted);
    expect((await issues.findMarked('OPS', wanted.marker)).map(({ key }) => key)).toEqual([made.key]);
    const { key } = await issues.create({ ...wanted, labels: ['other'] });
    expect(await issues.ensure({ ...wanted, marker: 'other' })).toMatchObject({ key, outcome: 'found' });
    expect(await issues.ensure(wanted)).toEqual({ ...made, outcome: 'found' });
    expect(bench.sim.issues).toHaveLength(2);
  });

  test('takes the oldest of several, and no marker of another case', async () => {
    bench = await simulatedJira({ deployment });
    bench.sim.addIssue({ labels: ['DISK-hv1.full_1'] });
    bench.sim.addIssue({ labels: [wanted.marker] });
    bench.sim.addIssue({ labels: [wanted.marker] });
    expect(await bench.client().issues.ensure(wanted)).toMatchObject({ key: 'OPS-2', outcome: 'found' });
  });

  test('leaves one that is done, if told so', async () => {
    bench = await simulatedJira({ deployment });
    bench.sim.addIssue({ labels: [wanted.marker], status: 'Done' });
    const { issues } = bench.client();
    expect(await issues.ensure(wanted)).toMatchObject({ key: 'OPS-1', outcome: 'found' });
    expect(await issues.ensure({ ...wanted, reuseDone: false })).toMatchObject({ key: 'OPS-2', outcome: 'created' });
  });

  test('looks again when the answer is lost, also when the search lags', async () => {
    bench = await simulatedJira({ deployment, indexDelay: 6 });
    bench.sim.fault.next(post, { cut: 'after' });
    expect(await bench.client().issues.ensure(wanted)).toMatchObject({ key: 'OPS-1', outcome: 'created' });
    expect(bench.sim.issues).toHaveLength(1);
  });

  test('looks on when a look fails too', async () => {
    bench = await simulatedJira({ deployment });
    const { issues } = bench.client({ http: { retries: 0 } });
    const search = `POST /rest/api/${deployment === 'cloud' ? '3/search/jql' : '2/search'}`;
    bench.sim.fault.next(search, { status: 200, body: { issues: [], startAt: 0, total: 0 } });
    bench.sim.fault.next(post, { cut: 'after' });
    bench.sim.fault.next(search, { status: 503 });
    bench.sim.fault.next(search, { cut: 'before' });
    expect(await issues.ensure(wanted)).toMatchObject({ key: 'OPS-1', outcome: 'created' });
    expect(bench.sim.issues).toHaveLength(1);
  });

  test('says that nobody knows when Jira stays away, or when the run ends meanwhile', async () => {
    bench = await simulatedJira({ deployment });
    const ending = new AbortController();
    const { clock } = bench;
    const client = bench.client({
      http: { retries: 0 },
      context: { guard: unrestricted, clock, signal: ending.signal },
    });
    for (const end of [() => undefined, () => clock.after(500, () => ending.abort(new Error('enough')))]) {
      bench.sim.fault.next(post, { cut: 'before' });
      const search = `POST /rest/api/${deployment === 'cloud' ? '3/search/jql' : '2/search'}`;
      bench.sim.fault.next(search, { status: 200, body: { issues: [], startAt: 0, total: 0 } });
      for (let at = 0; at < 5; at += 1) bench.sim.fault.next(search, { status: 503 });
      end();
      const start = clock.now();
      const error = await errorOf(client.issues.ensure(wanted));
      expect([error.code, error.outcomeUnknown]).toEqual(['JIRA_UNAVAILABLE', true]);
      expect(error.message).toContain('create a Task in OPS');
      expect(clock.now() - start).toBe(ending.signal.aborted ? 500 : 30_000);
    }
  });

  test('says that nobody knows when nothing is found', async () => {
    bench = await simulatedJira({ deployment });
    bench.sim.fault.next(post, { cut: 'before' });
    const error = await errorOf(bench.client().issues.ensure(wanted));
    expect([error.code, error.outcomeUnknown]).toEqual(['JIRA_UNAVAILABLE', true]);
    expect(bench.sim.requests.filter(({ path }) => post.endsWith(path))).toHaveLength(1);
  });

  test('does not look again after a refusal', async () => {
    bench = await simulatedJira({ deployment });
    bench.sim.fault.next(post, { status: 400, body: { errorMessages: [], errors: { summary: 'Not that.' } } });
    const error = await errorOf(bench.client().issues.ensure(wanted));
    expect([error.code, error.fields, error.outcomeUnknown]).toEqual(['JIRA_FIELDS', { summary: 'Not that.' }, false]);
    expect(bench.sim.requests.filter(({ path }) => path.includes('/search'))).toHaveLength(1);
  });

  test.each(['', 'a b', '-a', 'a"b', 'ü', 'x'.repeat(121), 'a{b}', 'a\nb'])('refuses the marker %j', async (marker) => {
    bench = await simulatedJira({ deployment });
    const error = await errorOf(bench.client().issues.ensure({ ...wanted, marker }));
    expect(error.code).toBe('JIRA_INVALID_INPUT');
    expect(bench.sim.requests).toHaveLength(0);
  });
});
