import type { LeaseHolder } from '@opsbook/runbook';
import type { Suppressor } from '../event-state.ts';
import type { Rule, Scope } from '../rule.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import type { Remediations } from './view.ts';

/** An event and the rule that decides about it. */
export interface Case {
  event: TriggerEvent;
  rule: Rule;
  /** What the rule calls its target; '' when it names none. */
  target: string;
  scope: Scope;
  /** Milliseconds since the epoch. */
  now: number;
  /** Whether it has waited for the others of its group already. */
  collected: boolean;
  /** The runs of rules, with those that are being decided. */
  remediations: Remediations;
  silencedBy: () => Promise<string | undefined>;
  holders: () => Promise<LeaseHolder[]>;
  /** When a breaker that has tripped is closed again (ms since the epoch). */
  trippedUntil: (breaker: string) => number | undefined;
  /** Until when the group is open that the event belongs to (ms since the epoch), `null` while it waits for its turn. */
  groupUntil: (group: string) => number | null | undefined;
}

/** What stands against running something now; undefined: nothing. */
export type Verdict =
  | { kind: 'suppress'; by: Suppressor; why: string; tripped?: { breaker: string; until: number } }
  | { kind: 'merge'; run: string; why: string }
  | { kind: 'wait'; until?: number; group?: string; why: string }
  | undefined;

export type Policy = (given: Case) => Verdict | Promise<Verdict>;
