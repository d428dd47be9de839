import type { Operator } from './operators.ts';

/** One property compared with something. */
export interface TestCondition {
  kind: 'test';
  /** `status`, `user.email`, `metadata.purpose` */
  property: string;
  operator: Operator;
  /** As written, whatever they mean to the property: one, several for `in`, none for `is null`. */
  values: readonly string[];
  /** Where property and value (without a quote) stand in the text that was parsed. */
  at?: { property: number; value: number };
}

/**
 * There is a resource of another kind, for which `of` holds, that refers to this one (`servers(status=ERROR)` of users) or to
 * which this one refers (`user(email is null)` of servers).
 */
export interface LinkedCondition {
  kind: 'linked';
  /** A kind in the plural, or a join. */
  link: string;
  /** undefined: any. */
  of?: Condition | undefined;
  at?: number;
}

/** What a row must fulfil. Every test is true or false, never unknown: of null, all but `is null` and the negations are false. */
export type Condition =
  TestCondition | LinkedCondition | { kind: 'and' | 'or'; of: readonly Condition[] } | { kind: 'not'; of: Condition };
