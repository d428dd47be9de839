import { type AuditEntry, auditOf } from '../audit.ts';
import type { Freeze } from '../freeze.ts';
import type { Json } from '../json.ts';
import type { LeaseHolder, Requester, RunRecord } from '../run-record.ts';
import type { Answer } from './run-store.ts';

/** Who did something, why and when. */
interface Deed {
  by: Requester;
  reason: string;
  at: string;
}

/** What every store writes into the audit trail by itself, each entry in the transaction of the write that it tells of. */
export const trail = {
  requested(run: RunRecord): AuditEntry {
    const { input, risk, plan, approval, approvalPolicy, parent } = run;
    return auditOf(run, {
      kind: 'requested',
      at: run.createdAt,
      details: {
        input,
        risk,
        ...planOf(plan),
        approval,
        ...(approvalPolicy !== undefined && { approvalPolicy }),
        ...(parent !== undefined && { parent }),
      },
    });
  },

  /** @param run as it was claimed */
  claimed(run: RunRecord, version: string, at: string): AuditEntry {
    const { epoch, owner } = run;
    return auditOf(run, { kind: 'claimed', at, details: { epoch, owner, version } });
  },

  /** @param run as it ended */
  ended(run: RunRecord): AuditEntry {
    const { status, changed, error, undone } = run;
    const details = { status, changed, ...(error && { error }), ...(undone && { undone }) };
    return auditOf(run, { kind: 'ended', at: run.endedAt ?? run.heartbeatAt ?? run.createdAt, details });
  },

  answered(run: RunRecord, { path, decision, by, reason, at }: Answer): AuditEntry {
    return auditOf(run, { kind: 'answered', at, by, path, details: { decision, reason, ...planOf(run.plan) } });
  },

  cancelRequested(run: RunRecord, { by, reason, at }: Deed): AuditEntry {
    return auditOf(run, { kind: 'cancel-requested', at, by, details: { reason } });
  },

  /** @param root of the run that held the lease */
  leaseBroken(held: LeaseHolder & { token: number; root: string }, { by, reason, at }: Deed): AuditEntry {
    const { target, run, root, runbook, token } = held;
    return { kind: 'lease-broken', at, by, run, root, runbook, targets: [target], details: { reason, token } };
  },

  frozen({ scope, label, by, reason, at }: Freeze): AuditEntry {
    return { kind: 'frozen', at, by, targets: [scope], details: { label, reason } };
  },

  unfrozen({ scope, label }: Freeze, { by, reason, at }: Deed): AuditEntry {
    return { kind: 'unfrozen', at, by, targets: [scope], details: { label, reason } };
  },

  pruned(runs: number, endedBefore: string, by: Requester, at: string): AuditEntry {
    return { kind: 'pruned', at, by, targets: [], details: { runs, endedBefore } };
  },
};

const planOf = (plan: RunRecord['plan']): Record<string, Json> => (plan === undefined ? {} : { plan: plan.hash });
