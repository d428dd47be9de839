import { type Labels, labelTest } from '../matcher/label-test.ts';
import { toMatchers } from '../matcher/matchers-input.ts';
import { isResolved } from './alert-store.ts';
import type { SimulatedAlert } from './records.ts';
import type { InhibitRule } from './settings.ts';

interface Rule {
  isSource: (labels: Labels) => boolean;
  isTarget: (labels: Labels) => boolean;
  equal: readonly string[];
}

/** Which alert inhibits another one. */
export class Inhibition {
  readonly #rules: Rule[];

  constructor(rules: readonly InhibitRule[]) {
    this.#rules = rules.map(({ source, target, equal = [] }) => ({
      isSource: labelTest(toMatchers(source)),
      isTarget: labelTest(toMatchers(target)),
      equal,
    }));
  }

  /** The fingerprint of one; an alert that is both source and target is not inhibited by another such one. */
  inhibitorOf(labels: Labels, alerts: readonly SimulatedAlert[], now: number): string | undefined {
    for (const { isSource, isTarget, equal } of this.#rules) {
      if (!isTarget(labels)) continue;
      const both = isSource(labels);
      const found = alerts.find(
        (alert) =>
          isSource(alert.labels) &&
          !isResolved(alert, now) &&
          equal.every((name) => (alert.labels[name] ?? '') === (labels[name] ?? '')) &&
          !(both && isTarget(alert.labels)),
      );
      if (found !== undefined) return found.fingerprint;
    }
    return undefined;
  }
}
