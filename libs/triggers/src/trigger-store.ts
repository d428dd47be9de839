import type { Json } from '@opsbook/runbook';
import type { EventState, FinalState, RuleDigest, StoredTriggerEvent } from './event-state.ts';
import type { Remediation } from './remediation.ts';
import type { TriggerEvent, TriggerType } from './trigger-event.ts';

/** What `append` made of an event: stored, or known already under this id. */
export interface Appended {
  id: string;
  isNew: boolean;
}

export interface EventFilter {
  type?: TriggerType;
  source?: string;
  subject?: string;
  state?: readonly EventState['state'][];
  rule?: string;
  run?: string;
  /** UTC ISO 8601: received from then on, and before then. */
  since?: string;
  until?: string;
  /** Part of the payload's text, as of a label. */
  text?: string;
  /** Events after this id, or before it. */
  after?: string;
  before?: string;
  /** Which come first; default the newest. */
  first?: 'oldest' | 'newest';
  /** The first so many; default all. */
  limit?: number;
}

/** What is written in one transaction. A final state of an event that has one already is refused: `ALREADY_DECIDED`. */
export interface Decision {
  id: string;
  state: EventState;
  /** Inserted, or replaced by its run's id. */
  remediation?: Remediation;
}

/** What an owner remembers from now on; an undefined value is forgotten. */
export interface Remembered {
  owner: string;
  changes: Readonly<Record<string, Json | undefined>>;
}

/**
 * The ledger of events. Reads answer at once; a write resolves when it is durable (group commit), whole or not at all, and
 * rejects with a `LedgerError` (`LEDGER_FULL`, `LEDGER_BUSY` ...) when nothing of it was kept.
 */
export interface TriggerStore {
  /** Records events as received, or in a final state at once (`rejected`). Those whose type, source and key are known stay as they are. In the same transaction something is remembered. */
  append(
    events: readonly { event: TriggerEvent; state?: FinalState }[],
    at: string,
    remembered?: Remembered,
  ): Promise<Appended[]>;
  decide(decisions: readonly Decision[], at: string): Promise<void>;
  /** An unambiguous beginning of an id will do. */
  get(id: string): StoredTriggerEvent | undefined;
  list(filter: EventFilter): StoredTriggerEvent[];
  /** How many events stand in which state. */
  counts(filter: EventFilter): Record<EventState['state'], number>;
  /** Received events that wait for nothing, those with an intent too, in the order of arrival; those after this id. */
  undecided(filter: { after?: string; limit: number }): StoredTriggerEvent[];
  /** Received events that wait, by `wait.until` (those without one last). */
  waiting(): StoredTriggerEvent[];
  /** Received events that are to be handed over, in the order of arrival; those after this id. */
  emitting(filter: { after?: string; limit: number }): StoredTriggerEvent[];
  /** How many {@link waiting} would answer. */
  countWaiting(): number;

  /** The last started first. */
  remediations(filter: {
    rule?: string;
    target?: string;
    subject?: string;
    run?: string;
    event?: string;
    phase?: readonly Remediation['phase'][];
    /** UTC ISO 8601: started from then on. */
    since?: string;
    limit?: number;
  }): Remediation[];
  saveRemediation(remediation: Remediation): Promise<void>;

  /** Keeps the digest of a rule set under its hash. */
  saveRuleSet(hash: string, rules: readonly RuleDigest[]): Promise<void>;
  ruleSet(hash: string): RuleDigest[] | undefined;

  /** What sensors, timers and others remember between two polls: by owner and name. Events are appended in the same transaction. */
  remember(
    owner: string,
    changes: Readonly<Record<string, Json | undefined>>,
    events: readonly TriggerEvent[],
    at: string,
  ): Promise<void>;
  memory(owner: string): Record<string, Json>;

  /** Forgets decided events received before a time, what is remembered of ended remediations, and rule sets nobody needs. Answers how many events went. */
  prune(receivedBefore: string): Promise<number>;
  /** How many events {@link prune} would forget. */
  countPrunable(receivedBefore: string): number;
  /** Calls `fn` when events were appended or decided by this process. */
  watch(fn: () => void): () => void;
  close(): Promise<void>;
}
