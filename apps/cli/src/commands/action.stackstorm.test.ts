import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { StackStormHouse } from '../testing/stackstorm-house.ts';

let house: StackStormHouse;
beforeEach(async () => {
  house = new StackStormHouse();
  await house.open();
});
afterEach(() => house.close());

test('an alert that the daemon gets becomes an event, an execution, a process, a run, and its result in StackStorm', async () => {
  const summary = `sda of "hv2" fails: {{ st2kv.system.password }} $(id)`;
  await house.post({ host: 'hv2', summary });
  await house.settled(1);
  expect(house.faults).toEqual([]);

  const [{ event, state } = never()] = await house.events();
  const [execution] = house.sim.executions;
  const [run] = await house.runs();
  expect(state).toMatchObject({ state: 'emitted', trigger: 'opsbook.alert', traceTag: event.id });
  expect(execution).toMatchObject({
    status: 'succeeded',
    action: { ref: 'opsbook.compute_service_disable' },
    rule: 'opsbook.disk_fails',
    parameters: { cloud: 'prod', hypervisor: 'hv2', reason: summary },
    result: {
      return_code: 0,
      stdout: { ok: true, run: run?.id, status: 'done', changed: true, report: { host: 'hv2', status: 'disabled' } },
    },
  });
  expect(run).toMatchObject({
    runbook: 'compute-service.disable',
    status: 'done',
    requestedBy: {
      ...{ user: 'stanley', surface: 'stackstorm', execution: execution?.id, trace: event.id, rule: 'disk_fails' },
    },
  });
  expect(house.disabled()).toEqual({ hv2: expect.stringContaining(summary) });
});

function never(): never {
  throw new Error('there is no event');
}
