import { eventLedgerPath } from '@opsbook/services';
import { openTriggerStore } from '@opsbook/triggers';
import { instanceOf } from './sender.ts';
import { type ChaosSite, isActedUpon } from './site.ts';

export interface Verdict {
  counts: Record<string, number>;
  /** Empty when everything is as it has to be. */
  faults: string[];
}

/** Looks into the ledgers and at the marks when all is over. @param alerts those with numbers below this got a 200 */
export async function verdictOf(site: ChaosSite, alerts: number): Promise<Verdict> {
  const store = openTriggerStore({ path: eventLedgerPath(site.config, site.ledger) });
  const engine = site.openEngine();
  try {
    const faults: string[] = [];
    const events = store.list({ type: 'alert' });
    const instances = events.map(({ event }) => (event.payload['labels'] as { instance: string }).instance);
    const times = countOf(instances);
    const acted = Array.from({ length: alerts }, (_, index) => index)
      .filter(isActedUpon)
      .map(instanceOf);
    for (let index = 0; index < alerts; index += 1) {
      const found = times.get(instanceOf(index)) ?? 0;
      if (found !== 1) faults.push(`${instanceOf(index)} got a 200 and is in the ledger ${found} times`);
    }
    const expected = new Set(acted);
    for (const { event, state } of events) {
      const { instance } = event.payload['labels'] as { instance: string };
      const wanted = expected.has(instance) ? 'ran' : 'unmatched';
      if (state.state !== wanted) faults.push(`${instance} is ${state.state}, and not ${wanted}`);
    }
    const runs = await engine.list({ limit: alerts + 1 });
    const started = countOf(runs.map(({ input }) => (input as { name: string }).name));
    const marked = countOf(site.marks.lines().map((line) => line.split(' ')[1] ?? ''));
    for (const name of acted) {
      if (started.get(name) !== 1) faults.push(`${started.get(name) ?? 0} runs were started for ${name}`);
      if (marked.get(name) !== 1) faults.push(`${marked.get(name) ?? 0} marks were made for ${name}`);
    }
    const undone = runs.filter(({ status }) => status !== 'done');
    faults.push(...undone.map(({ id, status }) => `the run ${id} is ${status}`));
    const counts = { alerts, events: events.length, runs: runs.length, marks: site.marks.lines().length };
    return { counts, faults };
  } finally {
    await engine.close();
    await store.close();
  }
}

function countOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
