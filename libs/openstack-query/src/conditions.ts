import type { Condition } from './condition/condition.ts';
import { durationText } from './condition/duration.ts';
import type { Age, Operator } from './condition/operators.ts';
import type { ResourceName } from './resources/catalogue.ts';
import type { LinkName, LinkTarget, Operand, OperandAt, OperatorAt, PathOf } from './typed-paths.ts';

/**
 * Makes conditions for one kind of resource, checked by the compiler:
 * `is.any(is('status', '=', 'ERROR'), is.not(is('locked', '=', true)))`.
 */
export interface Conditions<R extends ResourceName> {
  <P extends PathOf<R>, O extends OperatorAt<R, P>>(property: P, operator: O, ...value: OperandAt<R, P, O>): Condition;
  all(...conditions: readonly Condition[]): Condition;
  any(...conditions: readonly Condition[]): Condition;
  not(condition: Condition): Condition;
  /** There is one that it is linked with, and of which the condition holds: `is.linked('servers', (is) => is('host', '=', 'hv1'))`. */
  linked<L extends LinkName<R>>(
    link: L,
    of?: (is: Conditions<LinkTarget<R, L> & ResourceName>) => Condition,
  ): Condition;
}

const AGES: Readonly<Record<string, Operator>> = {
  olderThan: '<',
  olderThanOrEqual: '<=',
  youngerThan: '>',
  youngerThanOrEqual: '>=',
};

/** One test as data. What is no value of the kind is told when the query is made. */
export function testCondition(property: string, operator: string, value?: Operand): Condition {
  const given = value === undefined ? [] : Array.isArray(value) ? (value as readonly Operand[]) : [value];
  const values = given.map(operandText);
  return { kind: 'test', property, operator: AGES[operator] ?? (operator as Operator), values };
}

function operandText(value: Operand): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid date' : value.toISOString();
  // What is no age is refused by the name of its fields.
  if (typeof value === 'object') return durationText(value as Age) ?? JSON.stringify(value);
  return String(value);
}

interface AnyConditions {
  (property: string, operator: string, value?: Operand): Condition;
  all(...conditions: readonly Condition[]): Condition;
  any(...conditions: readonly Condition[]): Condition;
  not(condition: Condition): Condition;
  linked(link: string, of?: (is: AnyConditions) => Condition): Condition;
}

const several =
  (kind: 'and' | 'or') =>
  (...of: readonly Condition[]): Condition => {
    const [first] = of;
    return first !== undefined && of.length === 1 ? first : { kind, of };
  };

const untyped: AnyConditions = Object.assign(testCondition, {
  all: several('and'),
  any: several('or'),
  not: (of: Condition): Condition => ({ kind: 'not', of }),
  linked: (link: string, of?: (is: AnyConditions) => Condition): Condition => ({
    kind: 'linked',
    link,
    of: of?.(untyped),
  }),
});

export const conditionsOf = <R extends ResourceName>(): Conditions<R> => untyped as unknown as Conditions<R>;
