import { type Clock, isoNow } from '@opsbook/context';
import { bind } from './bind.ts';
import type { AnyRunbook } from './define-runbook.ts';
import type { AuditTrail } from './earlier.ts';
import { errorValue } from './errors.ts';
import { Lanes } from './lanes.ts';
import { parseInput } from './parse-input.ts';
import { type Plan, approvedPlan } from './plan.ts';
import type { Completion, Op, RunPort } from './port.ts';
import type { RunGuard } from './run-guard.ts';
import { RunState } from './run-state.ts';
import { strandOf } from './strand.ts';
import { detailOf } from './plan.ts';

export interface PlanOptions<S> {
  runbook: AnyRunbook<S>;
  input: unknown;
  version: string;
  services: S;
  /** The guard that the services were built with. */
  guard: RunGuard;
  clock: Clock;
  /** What earlier runs did. Left out where there is no ledger: it is then unknown until applied. */
  audit?: AuditTrail | undefined;
  signal?: AbortSignal;
}

/**
 * Runs a runbook against the live services, reads only, and gives what applying it would change. Throws `INVALID_INPUT`;
 * any other failure is part of the plan.
 */
export async function makePlan<S>(options: PlanOptions<S>): Promise<Plan> {
  const { runbook, version, clock, services, guard, audit, signal } = options;
  const { given: input, parsed } = parseInput(runbook, options.input);
  const targets = runbook.targets?.(parsed, services) ?? [];
  const lanes = new Lanes(new PlanPort(), clock);
  const run = new RunState({
    id: 'plan',
    planning: true,
    clock,
    lanes: lanes,
    emit: () => undefined,
    history: { audit },
    signal,
  });
  guard.bind(run);
  const found = await lanes.run(async (lane) => {
    const strand = strandOf(lane);
    try {
      const output: unknown = await runbook.run(
        bind(run, strand, services, { runbook: runbook.name, path: '' }),
        parsed,
      );
      const { detail } = detailOf(() => output);
      return { steps: strand.nodes, ...(detail !== undefined && { output: detail }) };
    } catch (thrown) {
      const { details, ...error } = errorValue(thrown);
      const { detail } = detailOf(() => details);
      if (error.code !== 'UNKNOWN_IN_PLAN') {
        return { steps: strand.nodes, error: { ...error, ...(detail !== undefined && { details: detail }) } };
      }
      run.note(strand, '', 'run', 'unknown', { name: 'what comes after', why: error.message });
      return { steps: strand.nodes };
    }
  });
  const bound = approvedPlan({ runbook: runbook.name, version, input, steps: found.steps });
  return {
    runbook: runbook.name,
    version,
    risk: runbook.risk,
    input,
    targets,
    madeAt: isoNow(clock),
    ...found,
    changes: bound.paths.length,
    unknown: bound.unknown.length,
    hash: bound.hash,
  };
}

/** Planning needs no engine: steps run at once, and nothing else is begun. */
class PlanPort implements RunPort<Op> {
  readonly id = 'plan';
  readonly #ended: Completion<Op>[] = [];
  #wake: (() => void) | undefined;

  begin(op: Op): Op {
    if (op.kind === 'step') {
      void op.fn().then((value) => {
        this.#ended.push({ handle: op, value });
        this.#wake?.();
      });
    }
    return op;
  }

  async next(): Promise<Completion<Op>> {
    for (;;) {
      const ended = this.#ended.shift();
      if (ended !== undefined) return ended;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
