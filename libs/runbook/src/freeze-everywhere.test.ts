import { expect, it } from '@jest/globals';
import { type JournalWrite, MemoryStore, memoryEngine } from './index.ts';
import { crashEverywhere, everyVerb } from './testing/index.ts';
import { overrideStore } from './testing/override-store.ts';
import { ann, bob } from './testing/toy-runbooks.ts';

const fire = { scope: '', label: 'everything', by: bob, reason: 'fire', at: '2030-01-01T00:00:00.000Z' };

/** A run with every verb, frozen at one write, and resumed by another process once the freeze is lifted. */
async function frozenAt(write: number) {
  const world = await everyVerb.world();
  const { clock, connect } = world;
  const disk = new MemoryStore();
  let writes = 0;
  const written = async (id: string) => {
    writes += 1;
    if (writes === write) await disk.freeze(fire);
    const release = clock.hold();
    // Somebody else's doing: it must not happen inside the write.
    setImmediate(() => void world.onWrite?.(engine, id, writes).finally(release));
  };
  const store = overrideStore(disk, {
    append: async (id: string, epoch: number, what: JournalWrite) => {
      await disk.append(id, epoch, what);
      await written(id);
    },
  });
  const life = () => memoryEngine({ runbooks: everyVerb.runbooks, version: 'test', connect, clock, store });
  const engine = life();
  const [runbook] = everyVerb.runbooks;
  const { id } = await engine.start({ runbook: runbook.name, input: everyVerb.input, requestedBy: ann });
  const stopped = await (
    await engine.execute(id)
  ).ended.then(
    () => false,
    (error: unknown) => (error as { code: string }).code === 'FROZEN',
  );
  const left = disk.listRuns({ status: ['running'] });
  await disk.unfreeze('', bob, 'it is out', fire.at);
  if (stopped) await (await life().execute(id)).ended;
  const { status } = disk.getRun(id) ?? {};
  const ended = { status, state: world.state(), effects: [...world.effects()].sort(), leases: disk.leases().length };
  return { writes, stopped, owners: left.filter(({ owner }) => owner !== undefined).length, ended };
}

it('a freeze after any write changes nothing in the end: every verb, children, nested lanes, a shielded stretch', async () => {
  const { undisturbed } = await crashEverywhere({ ...everyVerb, stride: 1000 });
  const { status, state, effects, leases } = undisturbed;
  let stops = 0;
  for (let write = 1; ; write += 1) {
    const { writes, stopped, owners, ended } = await frozenAt(write);
    if (writes < write) break;
    expect({ write, ...ended }).toEqual({ write, status, state, effects, leases });
    expect(owners).toBe(0);
    if (stopped) stops += 1;
  }
  expect(stops).toBeGreaterThan(20);
});
