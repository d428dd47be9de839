import type { Remediation } from '../remediation.ts';
import type { TriggerStore } from '../trigger-store.ts';

export interface RemediationFilter {
  rule?: string;
  target?: string;
  subject?: string;
  run?: string;
  phase?: readonly Remediation['phase'][];
  since?: string;
}

export type Remediations = (filter: RemediationFilter) => Remediation[];

/** The ledger's remediations, with those that are decided and not written yet. */
export class View {
  readonly #store: TriggerStore;
  readonly #pending = new Map<string, Remediation>();

  constructor(store: TriggerStore) {
    this.#store = store;
  }

  save(remediation: Remediation): void {
    this.#pending.set(remediation.run, remediation);
  }

  /** As it is to be written. */
  latest(remediation: Remediation): Remediation {
    return this.#pending.get(remediation.run) ?? remediation;
  }

  readonly remediations: Remediations = (filter) => {
    const written = this.#store.remediations(filter).filter(({ run }) => !this.#pending.has(run));
    return [...written, ...[...this.#pending.values()].filter((one) => fits(filter, one))];
  };
}

const fits = ({ rule, target, subject, run, phase, since }: RemediationFilter, one: Remediation): boolean =>
  (rule === undefined || rule === one.rule) &&
  (target === undefined || target === one.target) &&
  (subject === undefined || subject === one.subject) &&
  (run === undefined || run === one.run) &&
  (phase === undefined || phase.includes(one.phase)) &&
  (since === undefined || one.startedAt >= since);

/** Whether a run does something, or may: what could not be started has ended without an outcome, and what was refused did nothing. */
export const isRun = ({ phase, outcome }: Remediation): boolean =>
  outcome !== 'refused' && (phase !== 'ended' || outcome !== undefined);
