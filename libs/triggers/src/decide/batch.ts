import type { EventState, Wait } from '../event-state.ts';
import type { Remediation } from '../remediation.ts';
import type { Rule, Scope } from '../rule.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import type { Decision, TriggerStore } from '../trigger-store.ts';
import { View } from './view.ts';

/** A run that is started once its intent is durable. */
export interface Start {
  event: TriggerEvent;
  rule: Rule;
  remediation: Remediation;
  scope: Scope;
}

/** What is decided together and written in one go. */
export class Batch {
  readonly view: View;
  readonly starts: Start[] = [];
  readonly decided = new Map<string, { event: TriggerEvent; state: EventState }>();
  /**
   * What people have to be told before the next event is decided, and after all of this batch is durable: that it was said
   * changes what is decided. The event that led to it is decided in the next batch.
   */
  notice: (() => Promise<void>) | undefined;
  /** The groups that events of this batch wait in, by rule and key. */
  readonly groups = new Map<string, Wait>();
  readonly #remediations = new Map<string, Remediation>();

  constructor(store: TriggerStore) {
    this.view = new View(store);
  }

  decide(event: TriggerEvent, state: EventState, remediation?: Remediation): void {
    this.decided.set(event.id, { event, state });
    const waits = state.state === 'received' ? state.waits : undefined;
    if (waits?.group !== undefined) this.groups.set(JSON.stringify([waits.rule, waits.group]), waits);
    if (remediation === undefined) return;
    this.#remediations.set(event.id, remediation);
    this.view.save(remediation);
  }

  /** Learns more of a remediation; false for one that this batch does not write anyway. */
  amend(remediation: Remediation): boolean {
    const isMine = [...this.#remediations.values()].some(({ run }) => run === remediation.run);
    if (isMine) this.view.save(remediation);
    return isMine;
  }

  /** What is to be written; each remediation as it is after all of the batch. */
  decisions(): Decision[] {
    return [...this.decided].map(([id, { state }]) => {
      const remediation = this.#remediations.get(id);
      return { id, state, ...(remediation !== undefined && { remediation: this.view.latest(remediation) }) };
    });
  }
}
