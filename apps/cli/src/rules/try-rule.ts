import { type AnyRunbook, type Engine, isRunbookError, parseInput } from '@opsbook/runbook';
import {
  type Rule,
  type RuleReport,
  type RuleSet,
  type TriggerEvent,
  type TriggerStore,
  type Verdict,
  matchRules,
  policyVerdict,
  ruleReport,
} from '@opsbook/triggers';

/** What a rule would make of an event. */
export interface Trial extends Omit<RuleReport, 'faults'> {
  event: TriggerEvent;
  /** Expressions that fail, and what the runbook does not take. */
  faults: string[];
  /** The rule that is asked before and decides instead. */
  decidedBy?: string;
  /** What stands against running it now; left out where nothing does, and where it is not asked. */
  verdict?: NonNullable<Verdict>;
}

export interface TrialOptions {
  rules: RuleSet;
  rule: Rule;
  event: TriggerEvent;
  runbooks: readonly AnyRunbook[];
  engine: Pick<Engine, 'holders'>;
  store: TriggerStore;
  /** Milliseconds since the epoch. */
  now: number;
}

/** Tries a rule on an event; runs nothing, and writes nothing. */
export async function tryRule(options: TrialOptions): Promise<Trial> {
  const { rules, rule, event, runbooks, engine, store, now } = options;
  const report = ruleReport(rule, event, { group: { key: '', count: 1, events: [event.payload] } });
  const { input } = report;
  const faults = [...report.faults, ...(input === undefined ? [] : inputFaults(runbooks, rule, input))];
  const first = matchRules(rules, event).rule;
  const decidedBy = report.matches && first !== undefined && first.name !== rule.name ? first.name : undefined;
  const holders = async () =>
    input === undefined ? [] : await engine.holders({ runbook: rule.call.runbook, input }).catch(() => []);
  const asked = report.matches && faults.length === 0;
  const verdict = asked ? await policyVerdict({ rule, event, store, now, holders }) : undefined;
  return { event, ...report, faults, ...(decidedBy !== undefined && { decidedBy }), ...(verdict && { verdict }) };
}

function inputFaults(runbooks: readonly AnyRunbook[], { call }: Rule, input: unknown): string[] {
  const runbook = runbooks.find(({ name }) => name === call.runbook);
  if (runbook === undefined) return [];
  try {
    parseInput(runbook, input);
    return [];
  } catch (error) {
    if (!isRunbookError(error)) throw error;
    return [error.message];
  }
}
