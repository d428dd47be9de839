import { createInterface } from 'node:readline';
import { type Clock, systemClock } from '@opsbook/context';
import type { Engine } from '@opsbook/runbook';
import { type Lines, connectLines, writeLines } from './lines.test-support.ts';
import { openLocalEngine } from './open-local-engine.ts';

/**
 * A process that executes runs: `node worker.test-support.ts <ledger> <effects> [<line to hang at>]`. Each run appends
 * its lines to the file of effects. Standard input takes `run <name> <lines>`, `execute <id>` and `close`; standard
 * output says what came of it. At the line given it hangs right after the effect, before the journal can know of it; at
 * `before:<line>` it waits for `go` right before it, and then says what the guard made of it.
 */
const [path = '', effects = '', place = ''] = process.argv.slice(2);
const [hangAt, waitAt] = place.startsWith('before:') ? [undefined, place.slice(7)] : [place, undefined];
let go: () => void = () => undefined;

const say = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`);

async function follow(engine: Engine, id: string): Promise<void> {
  try {
    const { ended } = await engine.execute(id);
    const { status, epoch } = await ended;
    say({ id, status, epoch });
  } catch (error) {
    say({ id, refused: (error as { code?: string }).code });
  }
}

const waits = async (line: string) => {
  if (line !== waitAt) return;
  // Whoever is stopped from here on must not be in the midst of a write: it would keep the file locked.
  while (!(await isTold(line))) await new Promise((resolve) => setImmediate(resolve));
  say({ before: line });
  await new Promise<void>((resolve) => (go = resolve));
};
const isTold = async (line: string): Promise<boolean> => {
  const [run] = await engine.list({ status: ['running'] });
  const events = run === undefined ? [] : await engine.events(run.id);
  return events.some(
    (event) => event.type === 'step' && event.status === 'changing' && event.path.includes(`/${line}/`),
  );
};
const build = connectLines({ effects, hangAt, onHanging: (line) => say({ hanging: line }), before: waits });
const connect: typeof build = (context) => {
  const check: typeof context.guard.check = (request) => {
    try {
      context.guard.check(request);
    } catch (error) {
      say({ effect: request.summary, error: (error as Error).message });
      throw error;
    }
  };
  return build({ ...context, guard: { check } });
};
// The next sign of life of one that waits comes too late, however slow the machine is.
const clock: Clock = {
  ...systemClock,
  after: (ms, fn) => (waitAt !== undefined && ms >= 5000 ? () => undefined : systemClock.after(ms, fn)),
};
const engine = openLocalEngine<Lines>({ path, runbooks: [writeLines], version: '1', connect, clock });
const requestedBy = { user: 'ann', surface: 'test' };

for await (const line of createInterface({ input: process.stdin })) {
  const [command, name = '', lines] = line.split(' ');
  if (command === 'close') break;
  if (command === 'go') {
    go();
    continue;
  }
  const request = { runbook: writeLines.name, input: { name, lines: Number(lines) }, requestedBy };
  const id = command === 'run' ? (await engine.start(request)).id : name;
  if (command === 'run') say({ id, name });
  void follow(engine, id);
}
await engine.close();
process.stdin.destroy();
