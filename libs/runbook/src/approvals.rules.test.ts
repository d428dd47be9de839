import { describe, expect, it } from '@jest/globals';
import { type ApprovalRule, requiredApproval } from './approvals.ts';

const run = {
  runbook: 'hypervisor.drain',
  risk: 'disruptive',
  targets: ['prod/hypervisor/hv1', 'prod/hypervisor/hv2'],
  createdAt: '2030-01-01T00:00:00.000Z',
};

const fits = (match: ApprovalRule['match'], more: Partial<typeof run> = {}) =>
  requiredApproval([{ match }], { ...run, ...more }) !== undefined;

describe('the rule for a run', () => {
  it.each<[ApprovalRule['match'], boolean]>([
    [{}, true],
    [{ risk: ['destructive', 'disruptive'] }, true],
    [{ risk: ['destructive'] }, false],
    [{ runbook: ['server.*', 'hypervisor.*'] }, true],
    [{ runbook: ['*.DRAIN'] }, false],
    [{ target: ['prod/*/hv2'] }, true],
    [{ target: ['prod'] }, false],
    [{ risk: ['disruptive'], runbook: ['*.drain'], target: ['prod/*'] }, true],
    [{ risk: ['disruptive'], runbook: ['*.drain'], target: ['test/*'] }, false],
    [{ risk: ['safe'], runbook: ['*.drain'], target: ['prod/*'] }, false],
  ])('of %j fits it: %s', (match, expected) => {
    expect(fits(match)).toBe(expected);
  });

  it('leaves alone what only looks, unless it says so', () => {
    const looks = { risk: 'read-only' };
    expect([fits({}, looks), fits({ runbook: ['*'] }, looks), fits({ target: ['*'] }, looks)]).toEqual([
      false,
      false,
      false,
    ]);
    expect(fits({ risk: ['read-only'] }, looks)).toBe(true);
    expect(fits({ target: ['*'] }, { targets: [] })).toBe(false);
  });

  it('is the first that fits, with its defaults filled in', () => {
    const rules: ApprovalRule[] = [
      { name: 'nobody', match: { risk: ['destructive'] } },
      { name: 'team', match: { target: ['prod/*'] }, approvers: ['bob', 'cem'], count: 2, expires: 3600 },
      { match: {}, requesterMay: true },
    ];
    expect(requiredApproval(rules, run)).toEqual({
      rule: 'team',
      approvers: ['bob', 'cem'],
      count: 2,
      requesterMay: false,
      until: '2030-01-01T01:00:00.000Z',
    });
    expect(requiredApproval(rules, { ...run, targets: [] })).toEqual({
      count: 1,
      requesterMay: true,
      until: '2030-01-02T00:00:00.000Z',
    });
    expect(requiredApproval(rules.slice(0, 1), run)).toBeUndefined();
  });
});
