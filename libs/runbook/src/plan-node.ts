import type { Json } from './json.ts';
import type { Verb } from './verb.ts';

/**
 * - `unchanged`: it is already so;
 * - `would-change`, `would-do`: applying would change something here;
 * - `would-wait`, `would-ask`: applying would wait here, for something or for a person;
 * - `read`: looked at while planning;
 * - `unknown`: cannot be said before it is applied, and so for the rest of its branch;
 * - `skipped`, `would-fail`: an item or step that would not go through, with the reason;
 * - `group`: an `each`, an item or a child, with steps below.
 */
export type PlanStatus =
  | 'unchanged'
  | 'would-change'
  | 'would-do'
  | 'would-wait'
  | 'would-ask'
  | 'read'
  | 'unknown'
  | 'skipped'
  | 'would-fail'
  | 'group';

export interface PlanNode {
  path: string;
  /** What people call it. */
  name: string;
  verb?: Verb;
  status: PlanStatus;
  /** Why it is skipped, unknown or would fail. */
  why?: string;
  /** What would be done: a preview, or the state assumed afterwards. */
  detail?: Json;
  children: PlanNode[];
}
