import type { TriggerStore } from '@opsbook/triggers';

/** A store that keeps nothing: what a daemon takes that answers without having written. */
export const forgetfulStore = (): TriggerStore => ({
  append: (events) => Promise.resolve(events.map(({ event }) => ({ id: event.id, isNew: true }))),
  decide: () => Promise.resolve(),
  get: () => undefined,
  list: () => [],
  counts: () => ({ received: 0, ran: 0, merged: 0, suppressed: 0, unmatched: 0, rejected: 0, failed: 0, emitted: 0 }),
  undecided: () => [],
  emitting: () => [],
  waiting: () => [],
  countWaiting: () => 0,
  countPrunable: () => 0,
  remediations: () => [],
  saveRemediation: () => Promise.resolve(),
  saveRuleSet: () => Promise.resolve(),
  ruleSet: () => undefined,
  remember: () => Promise.resolve(),
  memory: () => ({}),
  prune: () => Promise.resolve(0),
  watch: () => () => undefined,
  close: () => Promise.resolve(),
});
