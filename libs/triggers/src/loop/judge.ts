import { type RunRecord, hasEnded } from '@opsbook/runbook';
import { durationText } from '../rules/duration.ts';
import type { Asked, Remediation } from '../remediation.ts';
import type { Rule } from '../rule.ts';

/** What the end of a run makes of its remediation; undefined while it goes on. */
export function afterRun(
  one: Remediation,
  run: RunRecord | undefined,
  rule: Rule | undefined,
): Remediation | undefined {
  if (run === undefined)
    return { ...one, phase: 'verifying', outcome: 'not-verified', why: 'the run is not in its ledger' };
  if (!hasEnded(run)) return undefined;
  const { endedAt = run.createdAt, status, error, cancel } = run;
  const ended: Remediation = { ...one, phase: 'verifying', endedAt };
  if (status === 'cancelled') return { ...ended, outcome: 'cancelled', why: cancel?.reason ?? 'the run was cancelled' };
  // As when the policy sees the lease before: whoever holds the target is at it. Nothing was changed.
  if (error?.code === 'LEASE_HELD' && run.changed !== true) return { ...ended, outcome: 'refused', why: error.message };
  if (status !== 'done') return { ...ended, outcome: 'failed', why: error?.message ?? `the run ended as ${status}` };
  const within = rule?.success?.resolvedWithin;
  if (within === undefined) return ended;
  return { ...ended, deadline: new Date(Date.parse(endedAt) + within * 1000).toISOString() };
}

/**
 * What a run that is done has come to; undefined while that is not known.
 * @param learned what the rule's post-condition said, where it has one and it was asked; what Alertmanager said at the deadline
 */
export function afterCheck(
  one: Remediation,
  rule: Rule | undefined,
  { check, asked }: { check: true | string | undefined; asked: Asked | 'nobody' | undefined },
  now: number,
): Remediation | undefined {
  if (one.outcome !== undefined) return one;
  const { success } = rule ?? {};
  if (typeof check === 'string') return { ...one, outcome: 'not-verified', why: check };
  if (success?.check !== undefined && check === undefined) return undefined;
  if (one.deadline === undefined || one.resolvedAt !== undefined) return { ...one, outcome: 'helped' };
  if (now < Date.parse(one.deadline) || asked === undefined) return undefined;
  // As it was then: the rule may give another time by now.
  const given = durationText((Date.parse(one.deadline) - Date.parse(one.endedAt ?? one.startedAt)) / 1000);
  const why = `the run is done, and what it was for was not over ${given} later`;
  if (asked === 'nobody') return { ...one, outcome: 'not-resolved', why };
  if (asked.found === 'over') return { ...one, asked, resolvedAt: asked.at, outcome: 'helped' };
  const unknown = asked.found === 'unknown' ? `; Alertmanager could not be asked: ${asked.why}` : '';
  return { ...one, asked, outcome: 'not-resolved', why: why + unknown };
}

/** Whether people are told: not of what helped, nor of what another run forestalled or was called off because it was over. */
export const isToBeTold = ({ outcome, resolvedAt }: Remediation): boolean =>
  outcome !== undefined &&
  outcome !== 'helped' &&
  outcome !== 'refused' &&
  !(outcome === 'cancelled' && resolvedAt !== undefined);
