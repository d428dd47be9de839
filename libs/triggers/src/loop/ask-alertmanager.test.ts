import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AlertNow } from '../alert-now.ts';
import { AtWork, FIX, alert, rulesOf } from '../decide/at-work.test-support.ts';
import { engineRuns } from '../decide/engine-runs.ts';
import type { TriggersOptions } from '../decide/triggers-options.ts';
import { explain } from '../explain/explain.ts';
import { storyText } from '../explain/story-text.ts';

type StillFires = NonNullable<TriggersOptions['stillFires']>;

const RULES = rulesOf(`${FIX}    success: { resolvedWithin: 10m }
    escalate: { run: ticket.create, input: { summary: '\${why}', text: '\${trace}' } }
`);
const NOT_OVER = 'the run is done, and what it was for was not over 10m later';
const FIRES: AlertNow = { fires: true, since: '2030-01-01T00:00:00.000Z', silences: [] };

describe('Alertmanager is asked at the deadline', () => {
  let work: AtWork;
  beforeEach(() => {
    work = new AtWork();
  });
  afterEach(() => work.end());

  const [only, asked] = [() => work.store.remediations({})[0], [] as number[]];
  /** An alert `a` whose run ends, and what is answered of it, at how many seconds after the deadline. */
  async function story(stillFires: StillFires): Promise<void> {
    asked.length = 0;
    await work.begin(RULES, {
      stillFires: (event, since) => {
        asked.push((work.clock.now() - Date.parse(only()?.deadline ?? '')) / 1000);
        return stillFires(event, since);
      },
    });
    await work.add(alert('a'));
    await work.settled();
  }
  const text = async () =>
    storyText(await explain({ store: work.store, runs: engineRuns(work.engine, work.clock) }, only()?.run ?? ''));

  test('and what fires no more has helped, though nobody was told of its end', async () => {
    // What Alertmanager said before the deadline will not do.
    await story((_, since) => Promise.resolve(since === Date.parse(only()?.deadline ?? '') ? { fires: false } : FIRES));
    expect(work.outcomes()).toEqual(['alert/prod/a: helped']);
    expect(asked).toEqual([0]);
    const { deadline, resolvedAt } = only() ?? {};
    expect(resolvedAt).toBe(deadline);
    expect(only()?.asked).toEqual({ at: deadline, found: 'over', why: 'it fires no more' });
    expect(await text()).toContain(
      `\nAlertmanager was asked at ${deadline}: it fires no more\nwhat it was for was over by ${deadline}\nremediation helped`,
    );
    await work.pass(600);
    expect(work.site.tickets).toEqual([]);
    // Its end arrives after all, as from another one of the cluster.
    await work.add(alert('a', { status: 'resolved' }));
    await work.settled();
    expect(work.states()).toEqual(['a: ran', 'a resolved: merged']);
    expect(only()?.resolvedAt).toBe(deadline);
  });

  test('and what fires on, silenced by the run or by people, has not helped, and people read so', async () => {
    await story(() => {
      const silences = [
        `s1 by opsbook until noon: new disk (run ${only()?.run})`,
        's2 by ann until noon: moving house',
      ];
      return Promise.resolve({ ...FIRES, silences });
    });
    expect(work.outcomes()).toEqual(['alert/prod/a: not-resolved']);
    await work.until(() => work.site.tickets.length === 1);
    const { deadline, run } = only() ?? {};
    expect(work.site.tickets[0]?.summary).toBe(NOT_OVER);
    const line =
      `Alertmanager was asked at ${deadline}: it fires since 2030-01-01T00:00:00.000Z, ` +
      `silenced by s1 by opsbook until noon: new disk (run ${run}), which this run made and by s2 by ann until noon: moving house`;
    expect(work.site.tickets[0]?.text).toContain(line);
    expect(await text()).toContain(line);
    expect(only()?.resolvedAt).toBeUndefined();
  });

  test('again and again where it gives no answer, until it does', async () => {
    await story(() =>
      asked.length < 4 ? Promise.reject(new Error('connection refused')) : Promise.resolve({ fires: false }),
    );
    expect(asked).toEqual([0, 30, 60, 90]);
    expect(work.outcomes()).toEqual(['alert/prod/a: helped']);
    expect(work.logs).toHaveLength(3);
    expect(work.logs[0]).toContain('connection refused');
  });

  test('for ten minutes, and then people are told that it could not be asked', async () => {
    await story(() => Promise.reject(new Error('connection refused')));
    expect(asked.at(-1)).toBe(600);
    expect(work.outcomes()).toEqual(['alert/prod/a: not-resolved']);
    await work.until(() => work.site.tickets.length === 1);
    const { asked: noted } = only() ?? {};
    expect(noted).toMatchObject({ found: 'unknown', why: 'connection refused' });
    expect(work.site.tickets[0]?.summary).toBe(`${NOT_OVER}; Alertmanager could not be asked: connection refused`);
    expect(work.site.tickets[0]?.text).toContain(`Alertmanager could not be asked at ${noted?.at}: connection refused`);
  });

  test('and nobody waits for it meanwhile', async () => {
    await work.begin(RULES, {
      stillFires: ({ subject }) => (subject === 'a' ? new Promise(() => undefined) : Promise.resolve(FIRES)),
    });
    await work.add(alert('a'));
    await work.pass(300);
    await work.add(alert('b'));
    await work.pass(620);
    expect(work.outcomes()).toEqual(['alert/prod/a: verifying', 'alert/prod/b: not-resolved']);
    await work.settled();
    expect(work.outcomes()).toEqual(['alert/prod/a: not-resolved', 'alert/prod/b: not-resolved']);
    expect(work.store.remediations({ subject: 'alert/prod/a' })[0]?.why).toContain(
      'Alertmanager has not answered in 1m',
    );
  });

  test('and an end that arrives while it is asked is what counts', async () => {
    let answer: (now: AlertNow) => void = () => undefined;
    await work.begin(RULES, { stillFires: () => new Promise((resolve) => (answer = resolve)) });
    await work.add(alert('a'));
    await work.pass(620);
    await work.add(alert('a', { status: 'resolved' }));
    await work.settled();
    answer(FIRES);
    await work.pass(60);
    expect(work.outcomes()).toEqual(['alert/prod/a: helped']);
    expect(only()?.asked).toBeUndefined();
  });

  test('in the next life of the process where this one ends before the answer, and however long after the deadline', async () => {
    await work.begin(RULES, { stillFires: () => new Promise(() => undefined) });
    await work.add(alert('a'));
    await work.pass(620);
    const triggers = await work.begin(RULES, { stillFires: () => Promise.reject(new Error('no answer')) });
    await work.pass(30);
    await triggers.stop();
    await work.pass(86_400);
    expect(work.outcomes()).toEqual(['alert/prod/a: verifying']);
    await work.begin(RULES, { stillFires: () => Promise.resolve({ fires: false }) });
    await work.settled();
    expect(work.outcomes()).toEqual(['alert/prod/a: helped']);
    expect(only()?.resolvedAt).toBe(work.now());
  });

  test('and it is said where it is not known which one', async () => {
    await story(() => Promise.resolve(undefined));
    expect(asked).toEqual([0]);
    expect(only()).toMatchObject({
      outcome: 'not-resolved',
      why: `${NOT_OVER}; Alertmanager could not be asked: the configuration does not say which one 'prod' is`,
    });
  });

  test('and what was over too late is told with the time that it had, though the rule gives another by now', async () => {
    await work.begin(RULES, { stillFires: () => new Promise(() => undefined) });
    await work.add(alert('a'));
    await work.pass(620);
    await work.begin(rulesOf(FIX), { stillFires: () => Promise.resolve(FIRES) });
    await work.settled();
    expect(only()).toMatchObject({ outcome: 'not-resolved', why: NOT_OVER });
  });

  test('of alerts only, and not where something else has failed', async () => {
    const other = FIX.replace("alert: '*'", "sensor: '*'")
      .replace(/when: .*/, '')
      .replace('${labels.instance}', 'f');
    const asks: string[] = [];
    const stillFires: StillFires = ({ subject }) => {
      asks.push(subject);
      return Promise.resolve({ fires: false });
    };
    const check = 'check: { when: { field: report.ok, equals: false } }';
    await work.begin(
      rulesOf(
        `${FIX}    success: { resolvedWithin: 10m, ${check} }\n${other.replace('fix', 'found')}    success: { resolvedWithin: 10m }\n`,
      ),
      { stillFires },
    );
    await work.add(alert('a'), alert('f', { type: 'sensor' }), alert('bad'));
    await work.settled();
    expect(work.outcomes()).toEqual([
      'alert/prod/a: not-verified',
      'alert/prod/bad: failed',
      'sensor/prod/f: not-resolved',
    ]);
    expect(asks).toEqual([]);
  });
});
