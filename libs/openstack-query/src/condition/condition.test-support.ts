import * as fc from 'fast-check';
import type { Condition } from './condition.ts';
import { OPERATORS, type Operator } from './operators.ts';

const operators = [...new Set(Object.values(OPERATORS).flat())];
const segment = fc.oneof(fc.constantFrom('name', 'user', 'hw:cpu', 'not', 'OR', 'in', ''), fc.string({ maxLength: 6 }));
const path = fc
  .array(
    segment.filter((text) => !text.includes('.')),
    { minLength: 1, maxLength: 3 },
  )
  .map((all) => all.join('.'));
const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('null', 'a b', "it's", 'x)', '60d', ',', '', '*'),
);

const test: fc.Arbitrary<Condition> = fc
  .tuple(path, fc.constantFrom<Operator>(...operators), fc.array(value, { minLength: 1, maxLength: 3 }))
  .map(([property, operator, values]) => {
    const count = operator.startsWith('is ') ? 0 : operator.endsWith('in') ? values.length : 1;
    return { kind: 'test', property, operator, values: values.slice(0, count) };
  });

/** Any condition that can be written. */
export const anyCondition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => {
  const condition = tie('condition');
  return {
    condition: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      test,
      fc
        .tuple(fc.constantFrom<'and' | 'or'>('and', 'or'), fc.array(condition, { minLength: 2, maxLength: 3 }))
        .map(([kind, of]): Condition => ({ kind, of })),
      condition.map((of): Condition => ({ kind: 'not', of })),
      fc
        .tuple(path, fc.option(condition, { nil: undefined }))
        .map(([link, of]): Condition => ({ kind: 'linked', link, of })),
    ),
  };
}).condition;

/** Without places. */
export function bare(condition: Condition): Condition {
  switch (condition.kind) {
    case 'test': {
      const { property, operator, values } = condition;
      return { kind: 'test', property, operator, values };
    }
    case 'linked':
      return { kind: 'linked', link: condition.link, of: condition.of && bare(condition.of) };
    case 'not':
      return { kind: 'not', of: bare(condition.of) };
    case 'and':
    case 'or':
      return { kind: condition.kind, of: condition.of.map(bare) };
  }
}
