import { expect, test } from '@jest/globals';
import { Host } from '../testing/host.ts';

const FIRST = '6560a1b2c3d4e5f6a7b8c9d0';
const SECOND = '6560a1b2c3d4e5f6a7b8c9d1';

interface Result {
  ok: boolean;
  plan?: { hash: string; changes: number };
  error?: { code: string; details: unknown };
}

async function act(host: Host, bridge: { plan?: boolean; planHash?: string | null }, execution = FIRST) {
  const params = { cloud: 'home', watts: null };
  const env = {
    OPSBOOK_PARAMS: JSON.stringify({ params, ...bridge, context: { user: 'grace' } }),
    ST2_ACTION_EXECUTION_ID: execution,
  };
  const { code, out, err } = await host.opsbook(['action', 'house.light'], { env });
  return { code, err, result: JSON.parse(out) as Result, lamps: [...host.house.lamps.values()] };
}

async function plan(host: Host): Promise<string> {
  const { result } = await act(host, { plan: true, planHash: null });
  return result.plan?.hash ?? 'none';
}

test('a run that is asked for by the hash of its plan is bound to that plan', async () => {
  const host = new Host();
  const hash = await plan(host);
  const { code, err, lamps } = await act(host, { planHash: hash });
  expect({ code, lamps }).toEqual({ code: 0, lamps: ['on', 'on', 'on'] });
  expect(err).toContain(hash.slice(0, 12));
  const [run] = JSON.parse((await host.opsbook('runs --json')).out) as { id: string }[];
  expect(JSON.parse((await host.opsbook(`show ${run?.id} --json`)).out)).toMatchObject({ plan: { hash } });
});

test('where something else would be changed now, nothing is, and the new plan is told; its own hash starts it', async () => {
  const host = new Host();
  const seen = await plan(host);
  host.house.lamps.set('attic', 'off');
  const now = await plan(host);
  const refused = await act(host, { planHash: seen });
  expect(refused).toMatchObject({
    code: 1,
    result: { ok: false, error: { code: 'PLAN_CHANGED', details: { seen, now } } },
    lamps: ['off', 'off', 'off'],
  });
  expect(refused.err).toContain(now.slice(0, 12));
  expect(JSON.parse((await host.opsbook('runs --json')).out)).toEqual([]);
  expect(await act(host, { planHash: now.slice(0, 12) }, SECOND)).toMatchObject({ code: 0, lamps: ['on', 'on', 'on'] });
});

test('a run that an execution goes on with is only gone on with under its own plan', async () => {
  const host = new Host();
  await act(host, { planHash: await plan(host) });
  host.house.lamps.set('hall', 'off');
  expect(await act(host, { planHash: await plan(host) })).toMatchObject({
    code: 1,
    result: { error: { code: 'PLAN_CHANGED' } },
    lamps: ['off', 'on', 'on'],
  });
  const unplanned = new Host();
  await act(unplanned, {});
  expect((await act(unplanned, { planHash: 'abcdef0123' })).result.error?.code).toBe('PLAN_CHANGED');
});

test.each(['', 'abc', 'ABCDEF0123', 'x'.repeat(64)])('%p is no hash', async (planHash) => {
  const host = new Host();
  const { code, result } = await act(host, { planHash });
  expect({ code, error: result.error?.code }).toEqual({ code: 2, error: 'BRIDGE_INVALID' });
  expect(host.house.requests).toEqual([]);
});
