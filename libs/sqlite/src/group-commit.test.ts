import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { VirtualClock, sleep } from '@opsbook/context';
import { Database } from './database.ts';
import { GroupCommit } from './group-commit.ts';
import { NOTES } from './notes.test-support.ts';
import { temporaryLedger } from './testing/temporary-ledger.ts';

let ledger: ReturnType<typeof temporaryLedger>;
let clock: VirtualClock;
let db: Database;
/** Another process. */
let other: Database;
/** Transactions so far. */
let commits: number;
let writes: GroupCommit;
beforeEach(() => {
  ledger = temporaryLedger();
  clock = new VirtualClock();
  db = new Database(ledger.path, NOTES);
  other = new Database(ledger.path, NOTES);
  commits = 0;
  writes = new GroupCommit(
    {
      write: (fn) => {
        const result = db.write(fn);
        commits += 1;
        return result;
      },
      part: (fn) => db.part(fn),
    },
    clock,
  );
});
afterEach(() => {
  db.close();
  other.close();
  ledger.remove();
});

const put = (name: string, body = '') => db.run('INSERT INTO notes (name, body) VALUES (:name, :body)', { name, body });
const add = (name: string, body?: string) => writes.add(() => put(name, body));
const kept = () => (other.all('SELECT name FROM notes ORDER BY rowid') as { name: string }[]).map(({ name }) => name);

/** What became of writes, each as its value or its error's code or message. */
async function ends(asked: Promise<unknown>[]): Promise<unknown[]> {
  return (await Promise.allSettled(asked)).map((end) => {
    if (end.status === 'fulfilled') return end.value;
    const { code, message } = end.reason as { code?: string; message: string };
    return code ?? message;
  });
}

it('writes in one transaction what was asked for in one turn, in the order in which it was asked for', async () => {
  const order: string[] = [];
  const asked = ['a', 'b', 'c'].map((name) => add(name).then(() => order.push(name)));
  expect(kept()).toEqual([]);
  await Promise.all(asked);
  expect([commits, kept(), order]).toEqual([1, ['a', 'b', 'c'], ['a', 'b', 'c']]);
  await add('d');
  expect([commits, kept()]).toEqual([2, ['a', 'b', 'c', 'd']]);
});

it('resolves a write when others can see it', async () => {
  expect(await writes.add(() => (put('a'), kept()))).toEqual([]);
  expect(kept()).toEqual(['a']);
});

it('takes back what one write did that throws, and nothing of the others', async () => {
  const broken = writes.add(() => {
    put('half');
    throw new Error('a bug');
  });
  expect(await ends([add('a'), broken, add('b'), add('a'), add('c')])).toEqual([1, 'a bug', 1, 'LEDGER_FAILED', 1]);
  expect([commits, kept()]).toEqual([1, ['a', 'b', 'c']]);
});

it('lets a write see what those before it did, and not what failed', async () => {
  const count = () => writes.add(() => db.all('SELECT name FROM notes').length);
  const failing = () =>
    writes.add(() => {
      put('half');
      throw new Error('a bug');
    });
  expect(await ends([add('a'), count(), failing(), count()])).toEqual([1, 1, 'a bug', 1]);
});

it('keeps nothing when the disk is full, and works again when there is room', async () => {
  const { page_count: pages } = db.get('PRAGMA page_count') as { page_count: number };
  db.get(`PRAGMA max_page_count = ${pages + 3}`);
  const asked = [add('a'), add('big', 'x'.repeat(100_000)), add('b')];
  expect(await ends(asked)).toEqual(['LEDGER_FULL', 'LEDGER_FULL', 'LEDGER_FULL']);
  expect([commits, kept()]).toEqual([0, []]);
  expect(await ends([add('a')])).toEqual([1]);
  db.get('PRAGMA max_page_count = 1000000');
  expect(await ends([add('big', 'x'.repeat(100_000)), add('b')])).toEqual([1, 1]);
  expect(kept()).toEqual(['a', 'big', 'b']);
});

it('keeps nothing when another process does not let it write', async () => {
  db.get('PRAGMA busy_timeout = 1');
  const asked = [add('a'), add('b')];
  const end = other.write(() => {
    writes.flush();
    return ends(asked);
  });
  expect(await end).toEqual(['LEDGER_BUSY', 'LEDGER_BUSY']);
  expect(kept()).toEqual([]);
  expect(await ends([add('a')])).toEqual([1]);
});

it('writes at once what was asked for when it is told to, and nothing twice', async () => {
  const asked = [add('a'), add('b')];
  writes.flush();
  expect(kept()).toEqual(['a', 'b']);
  writes.flush();
  expect(await ends(asked)).toEqual([1, 1]);
  expect(commits).toBe(1);
});

it('stops the clock until a write has ended', async () => {
  const started = clock.now();
  const timer = sleep(clock, 1000);
  await add('a').catch(() => undefined);
  await add('a').catch(() => undefined);
  expect(clock.now()).toBe(started);
  await timer;
  expect(clock.now()).toBe(started + 1000);
});
