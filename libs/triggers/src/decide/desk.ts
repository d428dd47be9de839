import type { Rule, RuleSet } from '../rule.ts';
import type { Outbox } from './outbox.ts';
import type { TriggersOptions } from './triggers-options.ts';
import type { Turns } from './turns.ts';

/** What those who decide and those who follow share. */
export interface Desk extends Omit<TriggersOptions, 'rules' | 'log'> {
  turns: Turns;
  outbox: Outbox;
  rules: () => RuleSet;
  ruleOf: (name: string) => Rule | undefined;
  log: NonNullable<TriggersOptions['log']>;
  /** Aborted when this process stops. */
  signal: AbortSignal;
  /** Something has to be done about the remediation that this run is. */
  follow: (run: string) => void;
  /** A run of this rule is under way no longer. */
  freed: (rule: string) => void;
}
