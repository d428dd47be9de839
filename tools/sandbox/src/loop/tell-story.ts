import { sleep, systemClock } from '@opsbook/context';
import type { Engine } from '@opsbook/runbook';
import {
  type Remediation,
  type StoredTriggerEvent,
  type TriggerStore,
  engineRuns,
  explain,
  storyText,
} from '@opsbook/triggers';

export interface StoryOptions {
  store: TriggerStore;
  engine: Engine;
  /** Sets the metric. */
  disk: (failing: 0 | 1) => void;
  say: (text: string) => void;
}

/** Milliseconds that anything may take. */
const PATIENCE = 300_000;

/** Lets the disk fail, waits for the drain, replaces the disk, waits until the ledger knows that it helped; prints the times. */
export async function tellStory({ store, engine, disk, say }: StoryOptions): Promise<boolean> {
  const runs = engineRuns(engine, systemClock);
  const began = Date.now();
  const seconds = (time: string | number) => `${((new Date(time).getTime() - began) / 1000).toFixed(1).padStart(6)} s`;
  say(`\n${seconds(began)}  the metric says that a disk fails`);
  disk(1);

  const firing = await until('the alert', () => alertOf(store, 'firing'));
  const { startsAt } = firing.event.payload as { startsAt: string };
  say(`${seconds(startsAt)}  Prometheus fires HypervisorDiskFailing`);
  say(
    `${seconds(firing.event.receivedAt)}  Alertmanager has posted it, and it is in the ledger: event ${firing.event.id}`,
  );
  const { run } = await until('the run', () => remediationOf(store, firing));
  const first = await until('the first step', async () => (await runs.events(run)).find(({ type }) => type === 'step'));
  say(`${seconds(first.at)}  first step of run ${run}: ${first.path}`);
  const ended = await until('the end of the run', async () => {
    const record = await runs.get(run);
    return record?.endedAt === undefined ? undefined : { ...record, endedAt: record.endedAt };
  });
  say(`${seconds(ended.endedAt)}  the run is ${ended.status}${ended.error ? `: ${ended.error.message}` : ''}`);

  const replaced = Date.now();
  disk(0);
  say(`${seconds(replaced)}  the metric says that the disk is replaced`);
  const over = await until('the end of the alert', () => alertOf(store, 'resolved'));
  say(`${seconds(over.event.receivedAt)}  resolved, says Alertmanager: event ${over.event.id}`);
  const remediation = await until('what came of it', () => {
    const known = remediationOf(store, firing);
    return known?.phase === 'ended' ? known : undefined;
  });
  say(`${seconds(Date.now())}  the ledger says: ${remediation.outcome ?? 'nothing'}`);

  const since = (time: string | number) => ((new Date(time).getTime() - Date.parse(startsAt)) / 1000).toFixed(1);
  say(
    `\nFrom firing to the first step ${since(first.at)} s, to the end of the run ${since(ended.endedAt)} s, to its resolution ${since(over.event.receivedAt)} s.`,
  );
  say(
    `\nWhat opsbook explain ${firing.event.id} tells:\n${storyText(await explain({ store, runs }, firing.event.id))}`,
  );
  return remediation.outcome === 'helped';
}

const alertOf = (store: TriggerStore, status: 'firing' | 'resolved'): StoredTriggerEvent | undefined =>
  store.list({ type: 'alert' }).find(({ event }) => event.status === status);

const remediationOf = (store: TriggerStore, { event }: StoredTriggerEvent): Remediation | undefined =>
  store.remediations({ event: event.id }).at(0);

async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + PATIENCE; Date.now() < end;) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(systemClock, 100);
  }
  throw new Error(`waited ${PATIENCE / 1000} s in vain for ${what}`);
}
