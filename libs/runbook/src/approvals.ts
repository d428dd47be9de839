import { matchesGlob, scrub } from '@opsbook/context';
import type { Risk } from './define-runbook.ts';
import type { OpenQuestion } from './open-question.ts';
import { RunbookError } from './errors.ts';
import { planHash } from './plan.ts';
import type { ApprovalPolicy, ApprovedPlan, RunRecord } from './run-record.ts';

/** A rule of the site: which runs need other people's yes. */
export interface ApprovalRule {
  /** Shown where the rule decides. */
  name?: string | undefined;
  /** All that is given must fit; in `runbook` and `target`, `*` and `?` stand for any characters. */
  match: {
    /** Default: everything but `read-only`. */
    risk?: readonly Risk[] | undefined;
    runbook?: readonly string[] | undefined;
    /** One target of the run must fit one of these. */
    target?: readonly string[] | undefined;
  };
  /** User names. Default: anybody. */
  approvers?: readonly string[] | undefined;
  /** How many people must say yes. Default 1. */
  count?: number | undefined;
  /** Whether whoever asks for the run may be one of them. Default false. */
  requesterMay?: boolean | undefined;
  /** Seconds from when the run is asked for until it is too late. Default a day. */
  expires?: number | undefined;
}

type Subject = Pick<RunRecord, 'runbook' | 'risk' | 'targets' | 'createdAt'>;

/** Seconds that a run waits for its approval where nothing is said. */
const DAY = 86_400;

/** The time from which it is too late to approve a run. @param seconds from when it was asked for */
const untilOf = ({ createdAt }: Pick<RunRecord, 'createdAt'>, seconds: number): string =>
  new Date(Date.parse(createdAt) + seconds * 1000).toISOString();

/** What the first rule that fits requires of a run; undefined where none fits. */
export function requiredApproval(rules: readonly ApprovalRule[], run: Subject): ApprovalPolicy | undefined {
  const rule = rules.find(({ match }) => matches(match, run));
  if (rule === undefined) return undefined;
  const { name, approvers, count = 1, requesterMay = false, expires = DAY } = rule;
  return {
    ...(name !== undefined && { rule: name }),
    ...(approvers !== undefined && { approvers: [...approvers] }),
    count,
    requesterMay,
    until: untilOf(run, expires),
  };
}

function matches({ risk, runbook, target }: ApprovalRule['match'], run: Subject): boolean {
  const fits = (patterns: readonly string[] | undefined, texts: readonly string[]) =>
    patterns === undefined || patterns.some((pattern) => texts.some((text) => matchesGlob(pattern, text)));
  const risky = risk === undefined ? run.risk !== 'read-only' : risk.some((one) => one === run.risk);
  return risky && fits(runbook, [run.runbook]) && fits(target, run.targets);
}

/**
 * The run, with what the site's rules require of it. Throws `PLAN_REQUIRED` where there is nothing to approve, and
 * `NOT_APPROVED` where nobody could.
 * @param expires seconds that a run waits for an approval that no rule wants, but whoever asks for it
 */
export function underRules(rules: readonly ApprovalRule[], run: RunRecord, expires = DAY): RunRecord {
  const approvalPolicy = requiredApproval(rules, run);
  if (approvalPolicy === undefined) {
    return run.approval === 'given' ? run : { ...run, approvalPolicy: anybody(run, expires) };
  }
  const { rule, approvers, count, requesterMay } = approvalPolicy;
  const { runbook, plan, requestedBy } = run;
  const who = rule === undefined ? "a rule of the site's `approvals`" : `the rule '${rule}' of \`approvals\``;
  if (plan === undefined) {
    throw new RunbookError('PLAN_REQUIRED', `${who} wants ${runbook} approved: plan it, and start it from that plan`);
  }
  if (plan.hash !== planHash(run, plan)) {
    const what = `plan ${plan.hash.slice(0, 12)} was made for another input, version or runbook`;
    throw new RunbookError('PLAN_REQUIRED', `${who} wants ${runbook} approved, and ${what}: plan it again`);
  }
  const eligible = approvers?.filter((user) => requesterMay || user !== requestedBy.user).length ?? count;
  if (eligible < count) {
    const others = requesterMay ? '' : ` without ${requestedBy.user}, who asks for it`;
    const why = `${who} wants ${count} of ${approvers?.join(', ')} to approve it, and that is only ${eligible}${others}`;
    throw new RunbookError('NOT_APPROVED', `${runbook} could never be approved: ${why}`);
  }
  return { ...run, approval: 'required', approvalPolicy };
}

const anybody = (run: Pick<RunRecord, 'createdAt'>, expires: number): ApprovalPolicy => ({
  count: 1,
  requesterMay: true,
  until: untilOf(run, expires),
});

/** Where a run waits for its approval. */
export const APPROVAL = '#approval';

/** A question before anybody has answered it. */
export type Asked = Omit<OpenQuestion, 'approvedBy' | 'missing'>;

/** What a run asks before its first step; undefined for one that asks nothing. */
export function approvalQuestion(run: RunRecord): (Asked & { until: string }) | undefined {
  const { runbook, approval, approvalPolicy, plan } = run;
  if (approval !== 'required') return undefined;
  const what = plan === undefined ? '' : ` (${extentOf(plan)}, plan ${plan.hash.slice(0, 12)})`;
  return {
    path: APPROVAL,
    question: `Run ${runbook}${what}?`,
    purpose: 'approval',
    // An older opsbook let such a run wait for ever.
    ...(approvalPolicy ?? anybody(run, DAY)),
    ...(plan !== undefined && { plan: plan.hash }),
  };
}

function extentOf({ paths, unknown }: ApprovedPlan): string {
  const changes = `${paths.length} ${paths.length === 1 ? 'change' : 'changes'}`;
  return unknown.length === 0 ? changes : `${changes}, ${unknown.length} unknown`;
}

/** Why a user may not answer a question of a run that `requester` asked for; undefined for who may. */
export function mayNotAnswer(
  { question, approvers, requesterMay }: Pick<OpenQuestion, 'question' | 'approvers' | 'requesterMay'>,
  requester: string,
  user: string,
): string | undefined {
  // The ledger keeps no secret, not even as part of a user's name.
  const asked = user === requester || scrub(user) === requester;
  if (asked && !requesterMay) return `${user} asked for the run: somebody else must answer '${question}'`;
  if (approvers === undefined || approvers.includes(user)) return undefined;
  return `only ${approvers.join(', ')} may answer '${question}'`;
}
