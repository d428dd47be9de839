import { type Clock, type Context, readOnly } from '@opsbook/context';
import {
  type AnyRunbook,
  type Engine,
  type Json,
  RunGuard,
  RunbookError,
  type ShownPlan,
  approvedPlan,
  makePlan,
  memoryEngine,
} from '@opsbook/runbook';

export interface PlanningOptions {
  runbooks: readonly AnyRunbook[];
  /** Of their code. */
  version: string;
  engine: Engine;
  clock: Clock;
  connect: (context: Context) => object & { close?(): void };
}

/** What a run would change, as those read it who have to approve it. */
export const planWith =
  ({ runbooks, version, engine, clock, connect }: PlanningOptions) =>
  async (name: string, input: Json, signal: AbortSignal): Promise<ShownPlan & { text: string }> => {
    const runbook = find(runbooks, name);
    const guard = new RunGuard();
    const services = connect({ guard, clock, signal });
    try {
      const audit = engine.audit.bind(engine);
      const plan = await makePlan({ runbook, input, version, services, guard, clock, signal, audit });
      const shown = approvedPlan(plan);
      return { ...shown, text: textOf(name, shown, plan.error?.message) };
    } finally {
      services.close?.();
    }
  };

/** Executes a read-only runbook, of which nothing is kept, and answers its report. */
export const lookWith =
  ({ runbooks, version, clock, connect }: Omit<PlanningOptions, 'engine'>) =>
  async (name: string, input: Json, signal: AbortSignal): Promise<Json> => {
    const runbook = find(runbooks, name);
    if (runbook.risk !== 'read-only') {
      throw new RunbookError('INVALID_INPUT', `${name} is no read-only runbook: it cannot be used to look`);
    }
    const engine = memoryEngine({
      runbooks,
      version,
      clock,
      connect: (context) => connect({ ...context, guard: both(context.guard) }),
    });
    try {
      const { id } = await engine.start({ runbook: name, input, requestedBy: { user: 'opsbook', surface: 'look' } });
      const execution = await engine.execute(id);
      const abort = () => void execution.suspend();
      signal.addEventListener('abort', abort, { once: true });
      // It may have been while the run began.
      if (signal.aborted) abort();
      const { output, error, status } = await execution.ended.finally(() => signal.removeEventListener('abort', abort));
      if (status !== 'done') throw new RunbookError('STEP_FAILED', error?.message ?? `${name} ended as ${status}`);
      return output ?? null;
    } finally {
      await engine.close();
    }
  };

// What calls itself read-only is held to it.
const both = (guard: Context['guard']): Context['guard'] => ({
  check: (request) => {
    readOnly.check(request);
    guard.check(request);
  },
});

function find(runbooks: readonly AnyRunbook[], name: string): AnyRunbook {
  const found = runbooks.find((runbook) => runbook.name === name);
  if (found === undefined) throw new RunbookError('UNKNOWN_RUNBOOK', `there is no runbook '${name}'`);
  return found;
}

function textOf(runbook: string, { hash, changes = [] }: ShownPlan, error: string | undefined): string {
  const lines = changes.map(({ name, status, why }) => `- ${name}: ${status}${why === undefined ? '' : ` (${why})`}`);
  return [
    `Plan of ${runbook}, hash ${hash.slice(0, 12)}:`,
    ...(lines.length === 0 ? ['- nothing would change'] : lines),
    ...(error === undefined ? [] : [`Applying would end here: ${error}`]),
  ].join('\n');
}
