import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Context } from '@opsbook/context';
import { type AnyRunbook, type Engine, absent, done } from '@opsbook/runbook';
import { openLocalEngine } from './open-local-engine.ts';

/**
 * A process that executes runs: `node worker.test-support.ts <ledger> <effects> [<line to hang at>]`. Each run appends
 * its lines to the file of effects. Standard input takes `run <name> <lines>`, `execute <id>` and `close`; standard
 * output says what came of it. At the line given it hangs right after the effect, before the journal can know of it.
 */
const [path = '', effects = '', hangAt] = process.argv.slice(2);

const say = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`);

const connect = ({ guard }: Context) => ({
  has: async (line: string) => (await readFile(effects, 'utf8')).split('\n').includes(line),
  append: async (line: string) => {
    guard.check({ effect: 'change', summary: `append ${line}` });
    appendFileSync(effects, `${line}\n`);
    if (line !== hangAt) return;
    say({ hanging: line });
    await new Promise(() => undefined);
  },
});

type Services = ReturnType<typeof connect>;

const anything = { safeParse: (data: unknown) => ({ success: true, data }) };

const write: AnyRunbook<Services> = {
  name: 'lines.write',
  summary: 'Append lines',
  risk: 'safe',
  input: anything,
  output: anything,
  targets: ({ name }: { name: string }) => [name],
  run: (ctx, { name, lines }: { name: string; lines: number }) => {
    const items = Array.from({ length: lines }, (_, i) => `${name}${i + 1}`);
    return ctx.each('write', items, { key: (line) => line }, (step, line) =>
      step.ensure('line', {
        check: async () => ((await ctx.services.has(line)) ? done(line) : absent()),
        change: () => ctx.services.append(line),
        assume: line,
      }),
    );
  },
};

async function follow(engine: Engine, id: string): Promise<void> {
  try {
    const { ended } = await engine.execute(id);
    const { status, epoch } = await ended;
    say({ id, status, epoch });
  } catch (error) {
    say({ id, refused: (error as { code?: string }).code });
  }
}

const engine = openLocalEngine<Services>({ path, runbooks: [write], version: '1', connect });
const requestedBy = { user: 'ann', surface: 'test' };

for await (const line of createInterface({ input: process.stdin })) {
  const [command, name = '', lines] = line.split(' ');
  if (command === 'close') break;
  const request = { runbook: write.name, input: { name, lines: Number(lines) }, requestedBy };
  const id = command === 'run' ? (await engine.start(request)).id : name;
  if (command === 'run') say({ id, name });
  void follow(engine, id);
}
await engine.close();
process.stdin.destroy();
