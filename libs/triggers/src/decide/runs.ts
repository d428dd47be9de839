import type { Json, LeaseHolder, Requester, RunRecord, ShownPlan, StoredEvent } from '@opsbook/runbook';

/** A run to be started; the same request again is harmless, by its id. */
export interface RunRequest {
  id: string;
  runbook: string;
  input: Json;
  requestedBy: Requester;
  approval?: 'required';
  plan?: ShownPlan;
  /** Seconds. */
  leaseWait?: number;
}

/** That a run has ended, in the order in which runs end; `root` is another one's id for a child. */
export interface RunEnded {
  seq: number;
  run: string;
  root: string;
}

/** What rules need of an engine. */
export interface Runs {
  /** The id of a run that is about to be started. */
  nextId(): string;
  /** Records a run that whoever executes the queue takes. Does nothing when the id is known. Throws what `Engine.start` throws. */
  start(request: RunRequest): Promise<void>;
  /** An unambiguous beginning of an id will do. Undefined for a run that nobody knows, or not any more. */
  get(id: string): Promise<RunRecord | undefined>;
  /** What a run said about itself. */
  events(id: string): Promise<StoredEvent[]>;
  /** Asks a run to stop. One that has ended stays as it is. */
  cancel(id: string, by: Requester, reason: string): Promise<void>;
  /** Who holds what such a run would take. */
  holders(request: Pick<RunRequest, 'runbook' | 'input'>): Promise<LeaseHolder[]>;
  /** The first so many ends after `seq`. */
  ended(seq: number, limit: number): Promise<RunEnded[]>;
  /** The number of the latest end; 0 where nothing has ended yet. */
  lastEnded(): Promise<number>;
  /** Calls `fn` when a run has ended. Where there is none, it is looked for once a second. */
  watch?(fn: () => void): () => void;
}
