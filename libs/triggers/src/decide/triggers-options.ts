import type { Clock } from '@opsbook/context';
import type { Json, ShownPlan } from '@opsbook/runbook';
import type { AlertNow } from '../alert-now.ts';
import type { EmitPolicy } from '../emit/emission.ts';
import type { RuleSet } from '../rule.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import type { TriggerStore } from '../trigger-store.ts';
import type { Runs } from './runs.ts';

/** What deciding and following need. What is left out is not asked. */
export interface TriggersOptions {
  store: TriggerStore;
  runs: Runs;
  clock: Clock;
  rules: RuleSet;
  /** The silence that covers an alert, as people call it. Where it cannot be asked, nothing is silenced. */
  silencedBy?: (event: TriggerEvent) => Promise<string | undefined>;
  /**
   * Whether the Alertmanager that an alert came from has it firing, silenced or not; undefined where it is not known which one that
   * is. Rejects where it cannot be asked or cannot know. Asked before a run counts as one that did not help, and before one is
   * started for an event that has waited; where it cannot be asked then, it fires.
   * @param since milliseconds since the epoch: what was true before then will not do; left out: since the event arrived
   */
  stillFires?: (event: TriggerEvent, since?: number) => Promise<AlertNow | undefined>;
  /** The plan of a run, for those who have to approve it. Left out: they approve without one. One that takes longer than 15 minutes fails. */
  plan?: (runbook: string, input: Json, signal: AbortSignal) => Promise<ShownPlan & { text: string }>;
  /** Runs a read-only runbook and answers its report; after 15 minutes it counts as failed. */
  look?: (runbook: string, input: Json, signal: AbortSignal) => Promise<Json>;
  /** What is put where an `Emitter` hands it over. Left out: nothing is. */
  emit?: EmitPolicy;
  /** What went wrong and is tried again, or was given up. */
  log?: (line: string, fields: Record<string, unknown>) => void;
}
