import type { LeaseHolder } from '@opsbook/runbook';
import type { Rule } from '../rule.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import type { TriggerStore } from '../trigger-store.ts';
import type { Verdict } from './case.ts';
import { tripped } from './notice.ts';
import { OUTBOX, SAID } from './outbox.ts';
import { applyPolicies } from './policies/index.ts';
import { scopeOf } from './scope-of.ts';

export type { Verdict } from './case.ts';

export interface PolicyVerdictOptions {
  rule: Rule;
  /** One that the rule matches. */
  event: TriggerEvent;
  store: Pick<TriggerStore, 'remediations' | 'memory'>;
  /** Milliseconds since the epoch. */
  now: number;
  /** Which silence covers the event; default: none does. */
  silencedBy?: () => Promise<string | undefined>;
  /** Who holds what the run would take; default: nobody does. */
  holders?: () => Promise<LeaseHolder[]>;
}

/**
 * What would stand against running a rule for an event now, by what the ledger has; undefined: nothing. Decides and changes nothing.
 * Throws `EXPRESSION_FAILED` where the rule's target cannot be told.
 */
export async function policyVerdict(options: PolicyVerdictOptions): Promise<Verdict> {
  const { rule, event, store, now, silencedBy = nobody, holders = () => Promise.resolve([]) } = options;
  const scope = scopeOf(event, rule, now);
  const memory = store.memory(OUTBOX);
  return applyPolicies({
    ...{ event, rule, scope, now, silencedBy, holders },
    target: rule.policy.target?.render(scope) ?? '',
    collected: false,
    remediations: (filter) => store.remediations(filter),
    trippedUntil: (breaker) => {
      const until = memory[SAID + tripped(breaker)];
      return typeof until === 'string' ? Date.parse(until) : undefined;
    },
    groupUntil: () => undefined,
  });
}

const nobody = () => Promise.resolve(undefined);
