import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '@opsbook/context';
import { alert } from './events.test-support.ts';
import { holdLedger } from './hold-ledger.ts';
import { openTriggerStore } from './open-trigger-store.ts';

/**
 * A process at a ledger of events: `node worker.test-support.ts <ledger> hold` holds it; `... hold-and-forget` keeps nothing that
 * refers to the hold, and says so again after the garbage collector has closed what nobody refers to; `... append <first>` appends events from that
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

/** Until the garbage collector has taken a file that is open as the ledger's lock is, and that nobody refers to. */
async function collected(): Promise<void> {
  if (gc === undefined) throw new Error('this process has to be started with --expose-gc');
  const other = new WeakRef(new DatabaseSync(':memory:'));
  do {
    await new Promise((resolve) => setImmediate(resolve));
    gc();
  } while (other.deref() !== undefined);
  // What was taken is closed afterwards.
  await new Promise((resolve) => setImmediate(resolve));
}

if (task.startsWith('hold')) {
  try {
    holdLedger(path);
    say('held');
    if (task === 'hold-and-forget') {
      await collected();
      say('collected');
    }
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
