import { describe, expect, it } from '@jest/globals';
import { askFor, others, processOf, says } from './approvals.test-support.ts';
import { MemoryStore } from './embedded/memory-store.ts';
import { hasEnded } from './run-record.ts';
import { type CrashPoint, crashingStore } from './testing/crashing-store.ts';
import { ToyCloud } from './testing/toy-cloud.ts';

const rules = [{ ...others, count: 2 }];

interface Story {
  point?: CrashPoint;
  decision: 'approved' | 'rejected';
  /** Whether people answer as soon as the run stands there, or only when it waits for them. */
  early: boolean;
}

/** Bob and cem answer a run that dies at a point of its life, and that another process goes on with. */
async function story({ point, decision, early }: Story) {
  const cloud = new ToyCloud();
  const disk = new MemoryStore();
  const people = processOf(cloud, disk, []);
  const root = () => disk.listRuns({}).at(0);
  const decide = async () => {
    const run = root();
    if (run === undefined || !(early || disk.journal(run.id).some(({ path }) => path === '#approval#asked'))) return;
    for (const user of ['bob', 'cem']) {
      const [open] = await people.questions(run.id);
      if (open?.approvedBy.includes(user) === false) await says(people, run.id, user, { decision });
    }
  };
  let writes = 0;
  const tell = () => {
    writes += 1;
    const release = cloud.clock.hold();
    // It must not happen inside the write.
    setImmediate(() => void decide().finally(release));
  };
  for (const crash of [point, undefined]) {
    const mortal = crashingStore(disk, crash, tell);
    const engine = processOf(cloud, mortal.store, rules);
    try {
      const id = root()?.id ?? (await askFor(engine, cloud));
      if (!hasEnded(await people.get(id))) await (await engine.execute(id)).ended;
    } catch (error) {
      if (!mortal.failed()) throw error;
    }
    await engine.close();
  }
  const answers = disk.audit({ kind: ['answered'] }).map(({ by }) => by.user);
  const end = { status: root()?.status, effects: cloud.effects, leases: disk.leases(), answers };
  return { end, writes };
}

describe('a run that waits for its approval', () => {
  it.each([
    { decision: 'approved', early: true },
    { decision: 'approved', early: false },
    { decision: 'rejected', early: true },
    { decision: 'rejected', early: false },
  ] as const)('ends the same wherever its process dies: $decision, early: $early', async (told) => {
    const { end, writes } = await story(told);
    expect(end).toEqual(
      told.decision === 'approved'
        ? { status: 'done', effects: ['a on'], leases: [], answers: ['bob', 'cem'] }
        : { status: 'refused', effects: [], leases: [], answers: ['bob'] },
    );
    expect(writes).toBeGreaterThan(4);
    for (let write = 1; write <= writes; write += 1) {
      for (const when of ['before', 'after', 'full'] as const) {
        const point = { write, when };
        expect({ point, ...(await story({ ...told, point })).end }).toEqual({ point, ...end });
      }
    }
  });
});
