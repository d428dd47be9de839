import { expect, test } from '@jest/globals';
import type { Remediation } from '@opsbook/triggers';
import { alertEvent, recorded, withLedgerOfEvents } from '../testing/events.ts';
import { Host } from '../testing/host.ts';

/** A host on which a rule has run something for an alert. */
async function story() {
  const host = new Host();
  const { id } = JSON.parse((await host.opsbook('run house.light --cloud home --yes --json')).out) as { id: string };
  const run = host.store.getRun(id)!;
  await host.store.updateRun(id, run.epoch, {
    requestedBy: { user: 'rule:light', surface: 'alert', event: 'event-1' },
  });
  await withLedgerOfEvents(host, async (store) => {
    await recorded(store, alertEvent('event-1'));
    const remediation: Remediation = {
      run: id,
      rule: 'light',
      runbook: 'house.light',
      event: 'event-1',
      subject: 'alert/prod/event-1',
      target: 'hall',
      startedAt: run.createdAt,
      phase: 'ended',
      outcome: 'helped',
    };
    const state = { state: 'ran', rule: 'light', run: id } as const;
    await store.decide([{ id: 'event-1', state, remediation }], run.createdAt);
    const why = 'maintenance: always';
    await recorded(store, alertEvent('quiet'), { state: 'suppressed', rule: 'light', by: 'maintenance-window', why });
  });
  return { host, id };
}

test('an event and its run tell one story, by the beginning of either id', async () => {
  const { host, id } = await story();
  const { code, out } = await host.opsbook('explain event');
  expect(code).toBe(0);
  expect(out).toContain('alert event-1 from prod: event-1 is firing');
  expect(out).toContain(`ran: run ${id} (rule light)`);
  expect(out).toMatch(/^ {2}step light\/hall\/lamp on: changed$/m);
  expect(out).toContain('remediation helped');
  expect(out).toMatch(new RegExp(`^All of the run: opsbook show ${id}$`, 'm'));
  expect((await host.opsbook(`explain ${id.slice(0, -2)}`)).out).toBe(out);
  const { out: json } = await host.opsbook('explain event-1 --json');
  expect(JSON.parse(json)).toMatchObject({ event: { event: { id: 'event-1' } }, run: { id }, merged: 0 });
  expect((await host.opsbook('explain quiet')).out).toContain('suppressed by maintenance-window (rule light)');
});

test('show names the event that led to a run', async () => {
  const { host, id } = await story();
  expect((await host.opsbook(`show ${id}`)).out).toMatch(/^Because of +event event-1: opsbook explain event-1$/m);
});

test('a run that somebody asked for is told as well, and what the ledger has no more', async () => {
  const host = new Host();
  const { id } = JSON.parse((await host.opsbook('run house.light --cloud home --yes --json')).out) as { id: string };
  const { out } = await host.opsbook(`explain ${id}`);
  expect(out).toMatch(new RegExp(`^run ${id} \\(house\\.light\\), asked for by ada at .*: done at `));
  expect(out).toContain(`All of the run: opsbook show ${id}`);

  const run = host.store.getRun(id)!;
  await host.store.updateRun(id, run.epoch, { requestedBy: { user: 'rule:light', surface: 'alert', event: 'gone' } });
  expect((await host.opsbook(`explain ${id}`)).out).toContain('Event gone led to it, which is in the ledger no more');

  const pruned = new Host();
  await withLedgerOfEvents(pruned, async (store) => {
    await recorded(store, alertEvent('e1'), { state: 'ran', rule: 'r', run: id });
  });
  const { out: told } = await pruned.opsbook('explain e1');
  expect(told).toContain(`what it changed: opsbook audit --run ${id}`);
});

test('what nobody knows is bad input, and so is a beginning that an event and a run share', async () => {
  const { host, id } = await story();
  expect(await host.opsbook('explain nobody')).toMatchObject({
    code: 2,
    err: expect.stringContaining('The latest events: opsbook alerts; the latest runs: opsbook runs'),
  });
  await withLedgerOfEvents(host, async (store) => {
    await recorded(store, alertEvent(`${id.slice(0, 12)}zz`));
  });
  expect(await host.opsbook(`explain ${id.slice(0, 12)}`)).toMatchObject({
    code: 2,
    err: expect.stringContaining(`and of run ${id}: give more of it`),
  });
});
