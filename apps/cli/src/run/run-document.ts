import type { Engine, RunRecord } from '@opsbook/runbook';
import { freezeOfRun } from './freezes.ts';
import { requestOf } from './item-text.ts';
import { RunView, type ViewNode, keyOf, secondsOf } from './run-view.ts';

/** A run as `--json` prints it: its record, and the items and steps that its events tell of. */
export async function runDocument(engine: Engine, run: RunRecord): Promise<Record<string, unknown>> {
  const nodes = RunView.of(await engine.events(run.id)).nodes();
  const items = nodes.filter(({ kind }) => kind === 'item');
  const steps = nodes.filter(({ kind }) => kind === 'step');
  const { id, runbook, status, ...rest } = run;
  return {
    id,
    runbook,
    status,
    ...rest,
    interrupted: engine.isInterrupted(run),
    frozen: (await freezeOfRun(engine, run)) ?? null,
    questions: await engine.questions(run.id),
    answers: await answersTo(engine, run),
    items: items.map((node) => ({
      item: keyOf(node),
      label: node.name,
      ...plain(node),
    })),
    steps: steps.map(({ verb, ...node }) => ({ verb, ...plain(node) })),
  };
}

function plain(node: ViewNode): Record<string, unknown> {
  const { path, status, why, error, value, startedAt, endedAt } = node;
  const requestId = requestOf(node) || undefined;
  return { path, status, why, requestId, error, value, startedAt, endedAt, seconds: secondsOf(node) };
}

async function answersTo(engine: Engine, { id }: RunRecord): Promise<Record<string, unknown>[]> {
  const entries = await engine.audit({ run: id, kind: ['answered'] });
  return entries.map(({ at, by, run, path, details }) => ({
    at,
    by,
    run,
    path,
    ...(details as Record<string, unknown>),
  }));
}
