import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matchRules } from './match-rules.ts';
import { alert, rulesOf } from './rules.test-support.ts';

const numRuns = Number(process.env['OPSBOOK_FUZZ_RUNS'] ?? 200);
const rule = (name: string, rest: string) =>
  `  - { name: ${name}, run: ticket.create, input: { summary: x }, ${rest} }\n`;
const rules = rulesOf(
  `rules:\n` +
    rule('other', 'on: { webhook: w }') +
    rule('off', "enabled: false, on: { alert: '*' }, when: { field: labels.a, exists: true }") +
    rule('first', "on: { alert: '*' }, when: [{ field: labels.a, equals: 1 }, { field: labels.b, equals: 1 }]") +
    rule('second', "on: { alert: 'prod' }, when: { field: labels.a, equals: 1 }") +
    rule('over', "on: { alert: '*', status: resolved }"),
);

it('is answered by the first enabled rule that matches', () => {
  expect(matchRules(rules, alert({ a: 1, b: 1 })).rule?.name).toBe('first');
  expect(matchRules(rules, alert({ a: 1 })).rule?.name).toBe('second');
  expect(matchRules(rules, alert({ a: 1 }, { status: 'resolved' })).rule?.name).toBe('over');
});

it('says which disabled rule would have', () => {
  expect(matchRules(rules, alert({ a: 2 }))).toEqual({ disabled: rules.rules[1] });
});

it('says of each rule which condition fails first', () => {
  expect(matchRules(rules, alert({ b: 1 }))).toEqual({ mismatches: { ruleSet: rules.hash, failed: [0, 1, 1, 1, 0] } });
  expect(matchRules(rules, alert({}, { type: 'sensor' }))).toEqual({
    mismatches: { ruleSet: rules.hash, failed: [0, 0, 0, 0, 0] },
  });
});

it('comes to what asking each rule comes to', () => {
  const event = fc
    .record({
      labels: fc.record({ a: fc.constantFrom(1, 2), b: fc.constantFrom(1, 2) }, { requiredKeys: [] }),
      source: fc.constantFrom('prod', 'stage', 'w'),
      status: fc.constantFrom('firing' as const, 'resolved' as const),
      type: fc.constantFrom('alert' as const, 'webhook' as const),
    })
    .map(({ labels, ...more }) => alert(labels, more));
  fc.assert(
    fc.property(event, (one) => {
      const failed = rules.rules.map((each) => each.firstMismatch(one));
      const matching = rules.rules.filter((_, index) => failed[index] === undefined);
      const enabled = matching.find((each) => each.enabled);
      const answer = matchRules(rules, one);
      if (enabled !== undefined) expect(answer).toEqual({ rule: enabled });
      else if (matching[0] !== undefined) expect(answer).toEqual({ disabled: matching[0] });
      else expect(answer.mismatches?.failed).toEqual(failed);
    }),
    { numRuns },
  );
});
