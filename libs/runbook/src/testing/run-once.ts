import { type Clock, type Context, VirtualClock } from '@opsbook/context';
import type { AuditFilter } from '../audit.ts';
import type { AnyRunbook } from '../define-runbook.ts';
import type { RunStore } from '../embedded/run-store.ts';
import { memoryEngine } from '../embedded/memory-engine.ts';
import type { StoredEvent } from '../events.ts';
import { MemoryStore } from '../embedded/memory-store.ts';
import { makePlan } from '../make-plan.ts';
import type { Plan } from '../plan.ts';
import { RunGuard } from '../run-guard.ts';
import type { ApprovedPlan, RunRecord } from '../run-record.ts';

export interface RunOnceOptions<S> {
  runbook: AnyRunbook<S>;
  input: unknown;
  connect: (context: Context) => S;
  /** Default: a new virtual clock. */
  clock?: Clock;
  /** Those that the runbook starts as children. */
  children?: readonly AnyRunbook<S>[];
  /** Where the run finds what earlier ones did, and is kept for later ones. Default: a new one, in memory. */
  store?: RunStore;
  /** Binds the run to an approved plan. */
  plan?: ApprovedPlan;
}

/** Runs a runbook to its end in memory: the record, and what the run said on the way. */
export async function runOnce<S>(options: RunOnceOptions<S>): Promise<{ run: RunRecord; events: StoredEvent[] }> {
  const { runbook, input, connect, clock = new VirtualClock(), children = [], store, plan } = options;
  const runbooks = [runbook, ...children];
  const engine = memoryEngine<S>({ runbooks, version: 'test', connect, clock, ...(store && { store }) });
  const requestedBy = { user: 'test', surface: 'test' };
  const { id } = await engine.start({ runbook: runbook.name, input, requestedBy, ...(plan && { plan }) });
  const { ended } = await engine.execute(id);
  const run = await ended;
  const events = await engine.events(id);
  await engine.close();
  return { run, events };
}

/** Plans a runbook: its clients get a guard that lets no change pass. */
export async function planOnce<S>({
  runbook,
  input,
  connect,
  clock = new VirtualClock(),
  store = new MemoryStore(),
}: RunOnceOptions<S>): Promise<Plan> {
  const guard = new RunGuard();
  const services = connect({ guard, clock });
  try {
    const audit = (filter: AuditFilter) => store.audit(filter);
    return await makePlan<S>({ runbook, input, version: 'test', services, guard, clock, audit });
  } finally {
    (services as { close?: () => void }).close?.();
  }
}
