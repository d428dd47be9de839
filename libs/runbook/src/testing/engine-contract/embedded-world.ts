import { type Clock, VirtualClock, sleep } from '@opsbook/context';
import { EmbeddedEngine } from '../../embedded/embedded-engine.ts';
import type { EngineOptions } from '../../engine.ts';
import type { RunRecord } from '../../run-record.ts';
import { crashingStore } from '../crashing-store.ts';
import type { Disk } from '../disk.ts';
import { overrideStore } from '../override-store.ts';
import type { EngineProcess, EngineWorld } from './engine-case.ts';

/** Seconds between two signs of life, and without one until others adopt a run. */
const HEARTBEAT = 5;
const LOST = 20;

/** A world of embedded engines that share a disk, on virtual time. */
export function embeddedWorld(diskOn: (clock: Clock) => Disk): EngineWorld {
  const clock = new VirtualClock();
  const disk = diskOn(clock);
  const closers: (() => Promise<void>)[] = [];
  const dead = new Set<string>();
  const isGone = ({ owner, heartbeatAt }: RunRecord) =>
    owner === undefined ||
    heartbeatAt === undefined ||
    dead.has(owner.id) ||
    clock.now() - Date.parse(heartbeatAt) > LOST * 1000;

  const open = <S>(options: EngineOptions<S>): EngineProcess => {
    const pid = closers.length + 1;
    const owner = { id: `process-${pid}`, host: 'here', pid };
    let lost = false;
    const inner = disk.open();
    const heard = overrideStore(inner, {
      // A lost process does not hear either that its runs were adopted: it is on its own.
      heartbeat: (id, now) => (lost ? new Promise(() => undefined) : inner.heartbeat(id, now)),
    });
    const mortal = crashingStore(heard);
    const engine = new EmbeddedEngine<S>({
      ...options,
      ...{ store: mortal.store, clock, owner, isGone, heartbeat: HEARTBEAT },
    });
    const close = () => engine.close();
    closers.push(close);
    return {
      engine,
      kill: async () => {
        await mortal.kill();
        dead.add(owner.id);
        // What is left of it in this test's process must not go on.
        await engine.close();
        closers.splice(closers.indexOf(close), 1, () => Promise.resolve());
      },
      lose: async () => {
        lost = true;
        await sleep(clock, (LOST + 1) * 1000);
      },
    };
  };
  return {
    clock,
    open,
    close: async () => {
      for (const close of closers) await close();
      disk.remove?.();
    },
  };
}
