import { expect, test } from '@jest/globals';
import type { Setting } from '../testing/fake-terminal.ts';
import { Host, type Said } from '../testing/host.ts';

const EXECUTION = '6560a1b2c3d4e5f6a7b8c9d0';
const RUN = '0lpcn9cnk-c3d4e5f6a7b8c9d0';

interface Call extends Setting {
  name?: string;
  params?: Record<string, unknown>;
  plan?: boolean;
  context?: Record<string, unknown>;
  execution?: string;
}

interface Result {
  ok: boolean;
  run: string;
  status: string;
  changed: boolean;
  report: unknown;
  error: { code: string; message: string };
  waitsFor: { question: string; path: string }[];
}

/** What an action of the pack gives: every parameter, null where nothing was given. */
const NOTHING = { watts: null, skipRooms: null, pace: null, dryRun: null, options: null, json: null, note: null };

async function act(host: Host, call: Call = {}): Promise<Said & { result: Result }> {
  const { name = 'house.light', params = { cloud: 'home', ...NOTHING }, plan, context = {}, ...setting } = call;
  const { execution = EXECUTION, ...rest } = setting;
  const env = {
    OPSBOOK_PARAMS: JSON.stringify({ params, plan, context: { user: 'grace', ...context } }),
    ST2_ACTION_EXECUTION_ID: execution,
    ...rest.env,
  };
  const said = await host.opsbook(['action', name], { ...rest, env });
  return { ...said, result: JSON.parse(said.out) as Result };
}

const lamps = ({ house }: Host) => Object.fromEntries(house.lamps);

test('runs the runbook, prints one object, and its record says who asked where', async () => {
  const host = new Host();
  const trace = { id_: '6560a1b2c3d4e5f6a7b8c9ff', trace_tag: 'ticket-7' };
  const { code, result, err } = await act(host, { context: { trace, rule: { name: 'evening', id: 'x' } } });
  expect(code).toBe(0);
  expect(result).toEqual({
    ok: true,
    run: RUN,
    status: 'done',
    changed: true,
    report: { lit: ['hall', 'attic', 'cellar'], watts: 40 },
  });
  expect(lamps(host)).toEqual({ hall: 'on', attic: 'on', cellar: 'on' });
  expect(() => void JSON.parse(err)).toThrow();
  const shown = await host.opsbook(`show ${RUN} --json`);
  expect(JSON.parse(shown.out)).toMatchObject({
    requestedBy: {
      user: 'grace',
      surface: 'stackstorm',
      execution: EXECUTION,
      trace: 'ticket-7',
      rule: 'evening',
    },
  });
});

test('in chat it was the person who asked, and not the bot', async () => {
  const host = new Host();
  await act(host, { context: { user: 'chatops_bot', apiUser: 'linus' } });
  expect(JSON.parse((await host.opsbook(`show ${RUN} --json`)).out)).toMatchObject({ requestedBy: { user: 'linus' } });
});

test('a plan changes nothing and is in the object', async () => {
  const host = new Host();
  const { code, result } = await act(host, { plan: true });
  expect(code).toBe(0);
  expect(result).toMatchObject({ ok: true, changed: false, plan: { runbook: 'house.light', changes: 2 } });
  expect(lamps(host)).toEqual({ hall: 'off', attic: 'on', cellar: 'off' });
  expect(JSON.parse((await host.opsbook('runs --json')).out)).toEqual([]);
});

test('bad parameters are told all at once with exit code 2, and nothing is sent', async () => {
  const host = new Host();
  const { code, result } = await act(host, { params: { cloud: null, ...NOTHING, watts: 0, unheard: 1 } });
  expect(code).toBe(2);
  const { ok, error } = result;
  expect({ ok, code: error.code }).toEqual({ ok: false, code: 'INVALID_INPUT' });
  for (const path of ['cloud', 'watts', 'unheard']) expect(error.message).toMatch(new RegExp(`^  ${path}: `, 'm'));
  expect(host.house.requests).toEqual([]);
});

test.each([
  ['nothing', undefined],
  ['no JSON', '{"params": {"password": "hunter22'],
  ['another shape', '{"params": 3, "secret": "hunter22"}'],
])('what is not from the pack is refused without being repeated: %s', async (_, text) => {
  const host = new Host();
  const env: Record<string, string> = text === undefined ? {} : { OPSBOOK_PARAMS: text };
  const { code, out, err } = await host.opsbook('action house.light', { env });
  expect(code).toBe(2);
  expect(JSON.parse(out)).toMatchObject({ ok: false, error: { code: 'BRIDGE_INVALID' } });
  expect(out + err).not.toContain('hunter22');
});

test('an unknown runbook and a failed one', async () => {
  const host = new Host();
  expect(await act(host, { name: 'no.such' })).toMatchObject({
    code: 2,
    result: { error: { code: 'UNKNOWN_RUNBOOK' } },
  });
  host.house.lamps.set('hall', 'broken');
  const { code, result } = await act(host);
  expect(code).toBe(1);
  expect(result).toMatchObject({
    ok: false,
    status: 'failed',
    error: { code: 'RUN_FAILED', message: '1 stayed dark' },
  });
});

test('the same execution again answers with the run as it ended', async () => {
  const host = new Host();
  const first = await act(host);
  const sent = host.house.requests.length;
  const again = await act(host);
  expect(again.result).toEqual(first.result);
  expect(host.house.requests).toHaveLength(sent);
});

test.each([
  ['another input', { params: { cloud: 'home', ...NOTHING, watts: 60 } }],
  ['another runbook', { name: 'bell.ring', params: {} }],
])('a script that inherits the execution is not told of its first run for %s', async (_, call) => {
  const host = new Host();
  await act(host);
  const sent = host.house.requests.length;
  const { code, result } = await act(host, call);
  expect({ code, error: result.error.code }).toEqual({ code: 2, error: 'BRIDGE_INVALID' });
  expect(result.error.message).toContain(RUN);
  expect(host.house.requests).toHaveLength(sent);
});

test('SIGTERM stops at the next safe point and undoes, once, though sudo sends it a second time', async () => {
  const host = new Host();
  const { code, result } = await act(host, { onStart: host.stopAfter(2, 'SIGTERM', 2), context: { timeout: 600 } });
  expect(code).toBe(1);
  expect(result).toMatchObject({
    ok: false,
    status: 'cancelled',
    undone: [{ path: 'light/hall/lamp on', outcome: 'undone' }],
  });
  expect(lamps(host)).toEqual({ hall: 'off', attic: 'on', cellar: 'off' });
});

test('the SIGTERM of a time-out leaves the run to whoever tries again', async () => {
  const host = new Host();
  const late = await act(host, { onStart: host.stopAfter(2, 'SIGTERM'), context: { timeout: 4 } });
  expect(late).toMatchObject({ code: 1, result: { ok: false, run: RUN, status: 'running', error: { code: 'LEFT' } } });
  const leases = await host.opsbook('leases');
  expect(leases.out).toContain('interrupted');
  expect(leases.err).toContain(`or: st2 execution re-run ${EXECUTION}  or  opsbook resume ${RUN}\n`);

  const retry = { retry_count: 1, retried_liveaction_id: '6560a1b2c3d4e5f6a7b8c900' };
  const again = await act(host, { execution: '6560a1ffc3d4e5f6a7b8c9d1', context: { retry } });
  expect(again).toMatchObject({ code: 0, result: { ok: true, run: RUN, status: 'done' } });
  expect(host.house.requests.filter((request) => request === 'turn hall on')).toHaveLength(1);
});

test.each([
  ['a re-run by hand, whoever asks', { user: 'linus', rerun: { ref: EXECUTION } }, true],
  ['the workflow that tries again', { parent: { execution_id: 'f'.repeat(24) } }, true],
  ['another workflow', { parent: { execution_id: 'e'.repeat(24) } }, false],
  ["a retry of somebody else's", { user: 'linus', retry: { retry_count: 1 } }, false],
  ['the same asked for anew', {}, false],
])('what was left is gone on with, or holds its lease: %s', async (_, context, goesOn) => {
  const host = new Host();
  const parent = { execution_id: 'f'.repeat(24) };
  await act(host, { onStart: host.stopAfter(2, 'SIGTERM'), context: { timeout: 4, parent } });
  const { result } = await act(host, { execution: '6560a1ffc3d4e5f6a7b8c9d1', context });
  if (goesOn) expect(result).toMatchObject({ ok: true, run: RUN });
  else expect(result).toMatchObject({ ok: false, status: 'refused', error: { code: 'LEASE_HELD' } });
});

test('a run that waits for people says so, and is gone on with when they have answered', async () => {
  const host = new Host();
  const ask = { name: 'hall.ask-first', params: { approvers: ['ada'] } };
  const { code, result } = await act(host, ask);
  expect(code).toBe(1);
  expect(result).toMatchObject({
    ok: false,
    run: RUN,
    status: 'running',
    waitsFor: [{ question: 'Light the hall?', approvers: ['ada'], run: RUN }],
    error: { code: 'WAITS_FOR_PEOPLE' },
  });
  expect((await host.opsbook(['approve', RUN, '--path', result.waitsFor[0]!.path])).code).toBe(0);
  expect(await act(host, ask)).toMatchObject({ code: 0, result: { ok: true, report: 'hall' } });
});

test.each([
  ['/etc/opsbook/opsbook.yaml', `opsbook resume ${RUN}`],
  ['/srv/ops.yaml', `opsbook --config /srv/ops.yaml resume ${RUN}`],
])('what to type reaches the configuration of the pack: %s', async (file, command) => {
  const { result } = await act(new Host(), {
    name: 'hall.ask-first',
    params: { approvers: ['ada'] },
    env: { OPSBOOK_CONFIG: file },
  });
  expect(result.error.message).toMatch(new RegExp(`by: ${command}$`));
});

test("where the site's rules want an approval, the run waits with its plan", async () => {
  const host = new Host();
  host.approvals = [{ name: 'lamps', match: { runbook: ['house.*'] }, count: 1 }];
  const { code, result } = await act(host);
  expect(code).toBe(1);
  expect(result).toMatchObject({ status: 'running', waitsFor: [{ path: '#approval' }] });
  expect(lamps(host)).toEqual({ hall: 'off', attic: 'on', cellar: 'off' });
});

test('a frozen house is left alone', async () => {
  const host = new Host();
  await host.opsbook(['freeze', '--reason', 'fire']);
  const { code, result } = await act(host);
  expect({ code, error: result.error.code }).toEqual({ code: 1, error: 'FROZEN' });
});
