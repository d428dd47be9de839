import { createHash } from 'node:crypto';
import { scrubJson } from '@opsbook/context';
import type { ErrorValue } from './errors.ts';
import { type Json, canonicalJson } from './json.ts';
import { toJson } from './to-json.ts';
import type { ApprovedPlan } from './run-record.ts';
import type { PlanNode } from './plan-node.ts';
import { type ShownPlan, shownLines } from './shown-plan.ts';

/** What a runbook would change, found by running it against the live services with changing refused. */
export interface Plan {
  runbook: string;
  version: string;
  risk: string;
  /** As given; secrets stand in it as references. */
  input: Json;
  targets: string[];
  /** UTC ISO 8601. */
  madeAt: string;
  steps: PlanNode[];
  /** How many steps would change or do something, and how many branches are unknown. */
  changes: number;
  unknown: number;
  /** The error with which applying would end, where planning shows it. */
  error?: ErrorValue;
  /** What the report would say, where nothing of it is unknown. */
  output?: Json;
  hash: string;
}

/** The part of a plan that an approval binds, and what people read of it. */
export function approvedPlan(plan: Pick<Plan, 'runbook' | 'version' | 'input' | 'steps'>): ShownPlan {
  const nodes = flatten(plan.steps);
  const paths = nodes.filter((n) => n.status === 'would-change' || n.status === 'would-do').map((n) => n.path);
  const unknown = nodes.filter((n) => n.status === 'unknown').map((n) => n.path);
  return { hash: planHash(plan, { paths, unknown }), paths, unknown, changes: shownLines(plan.steps) };
}

/**
 * Of all that an approval allows, and so of the unknown branches too. Not of values read, times or assumptions: a plan made
 * a minute later must hash the same if it would do the same.
 */
export function planHash(
  { runbook, version, input }: Pick<Plan, 'runbook' | 'version' | 'input'>,
  { paths, unknown }: Pick<ApprovedPlan, 'paths' | 'unknown'>,
): string {
  const hashed = canonicalJson({ runbook, version, input, paths: [...paths].sort(), unknown: [...unknown].sort() });
  return createHash('sha256').update(hashed).digest('hex');
}

/** All nodes of a plan, parents before children. */
export const flatten = (nodes: readonly PlanNode[]): PlanNode[] =>
  nodes.flatMap((node) => [node, ...flatten(node.children)]);

/** Whether the plan covers a change at `path`: it was shown, or lies in a branch that was shown as unknown. */
export function covers(plan: ApprovedPlan, path: string): boolean {
  return (
    plan.paths.includes(path) ||
    plan.unknown.some((branch) => branch === '' || path === branch || path.startsWith(`${branch}/`))
  );
}

/** The part of an approved plan below a child's step, with the child's own paths. */
export function below(plan: ApprovedPlan, path: string): ApprovedPlan {
  const prefix = `${path}/`;
  const cut = (paths: string[]) => paths.filter((p) => p.startsWith(prefix)).map((p) => p.slice(prefix.length));
  const whole = plan.unknown.some((branch) => branch === '' || branch === path || path.startsWith(`${branch}/`));
  return { hash: plan.hash, paths: cut(plan.paths), unknown: whole ? [''] : cut(plan.unknown) };
}

/** The detail of a plan's node, where nothing in it is unknown or secret. */
export function detailOf(value: () => unknown): { detail?: Json } {
  try {
    const detail = scrubJson(toJson(value(), 'plan'));
    return detail === undefined ? {} : { detail };
  } catch {
    return {};
  }
}
