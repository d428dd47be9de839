import { sleep } from '@opsbook/context';
import type { AnyRunbook } from '../../define-runbook.ts';
import type { Engine, StartRequest } from '../../engine.ts';
import type { RunRecord } from '../../run-record.ts';
import { type Toy, ToyCloud } from '../toy-cloud.ts';
import { ann, bob } from '../toy-runbooks.ts';
import type { EngineProcess, EngineWorld } from './engine-case.ts';

/** What the cases of the contract have in common: a toy cloud, and processes that execute runs on it. */
export class Stage {
  readonly cloud: ToyCloud;
  readonly #world: EngineWorld;

  constructor(world: EngineWorld) {
    this.#world = world;
    this.cloud = new ToyCloud(world.clock);
  }

  /** A process that knows these runbooks. */
  process(runbooks: readonly AnyRunbook<Toy>[], version = 'test'): EngineProcess {
    return this.#world.open({ runbooks, version, connect: this.cloud.connect });
  }

  /** Starts a run of ann's and executes it. */
  async begin(engine: Engine, request: Partial<StartRequest> = {}): Promise<{ id: string; ended: Promise<RunRecord> }> {
    const { id } = await this.start(engine, request);
    const { ended } = await engine.execute(id);
    ended.catch(() => undefined);
    return { id, ended };
  }

  async start(engine: Engine, request: Partial<StartRequest> = {}): Promise<RunRecord> {
    return await engine.start({ runbook: 'toy.test', input: {}, requestedBy: ann, ...request });
  }

  /** Lives a runbook from start to end in one process. */
  async play(runbooks: readonly AnyRunbook<Toy>[], request: Partial<StartRequest> = {}): Promise<RunRecord> {
    const { ended } = await this.begin(this.process(runbooks).engine, request);
    return await ended;
  }

  /** Goes on with a run in another process, to its end. */
  async resume({ engine }: { engine: Engine }, id: string): Promise<RunRecord> {
    return await (
      await engine.execute(id)
    ).ended;
  }

  async sleep(seconds: number): Promise<void> {
    await sleep(this.#world.clock, seconds * 1000);
  }

  /** Looks every tenth of a second, for at most two minutes of the world's time. */
  async until(condition: () => Promise<boolean> | boolean): Promise<void> {
    for (let looks = 0; looks < 1200; looks += 1) {
      if (await condition()) return;
      await this.sleep(0.1);
    }
    throw new Error('it never came to be so');
  }

  async ended(engine: Engine, id: string): Promise<RunRecord> {
    await this.until(async () => (await engine.get(id)).endedAt !== undefined);
    return await engine.get(id);
  }

  /** Waits until a run asks, and answers its one open question. */
  async answer(engine: Engine, id: string, decision: 'approved' | 'rejected' | 'done' | 'not-done'): Promise<void> {
    await this.until(async () => (await engine.questions(id)).length > 0);
    const [open] = await engine.questions(id);
    await engine.answer(id, { path: open!.path, decision, by: bob });
  }

  async cancel(engine: Engine, id: string): Promise<void> {
    await engine.cancel(id, bob, 'enough');
  }
}
