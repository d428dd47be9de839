import { systemClock } from '@opsbook/context';
import { alert } from './events.test-support.ts';
import { holdLedger } from './hold-ledger.ts';
import { openTriggerStore } from './open-trigger-store.ts';

/**
 * A process at a ledger of events: `node worker.test-support.ts <ledger> hold` holds it; `... append <first>` appends events from that
 * number on, one by one and many at a time. Each line of standard output is JSON; an event's id is said once it was acknowledged.
 */
const [path = '', task = '', first = '0'] = process.argv.slice(2);
const say = (what: unknown) => process.stdout.write(`${JSON.stringify(what)}\n`);

async function append(from: number, each: number): Promise<void> {
  const store = openTriggerStore({ path, clock: systemClock });
  for (let n = from; ; n += each) {
    const events = Array.from({ length: each }, (_, i) => ({ event: alert(n + i) }));
    const appended = await store.append(events, new Date().toISOString());
    say(appended.map(({ id }) => id));
  }
}

if (task === 'hold') {
  try {
    holdLedger(path);
    say('held');
    // It stays.
    systemClock.after(3_600_000, () => undefined);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    say({ code, message });
  }
} else {
  const from = Number(first);
  void Promise.all([append(from, 1), append(from + 100_000, 1), append(from + 200_000, 50)]);
}
