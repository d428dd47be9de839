import type { AuditEntry, Json } from '@opsbook/runbook';
import { inline } from '../format/values.ts';

type Details = Record<string, Json | undefined>;

/** What an entry of the audit trail tells, in one short line. */
export function auditDetails({ kind, runbook = '', targets, details: found }: AuditEntry): string {
  const details = found !== null && typeof found === 'object' && !Array.isArray(found) ? found : {};
  const text = (key: string) => inline(details[key]);
  switch (kind) {
    case 'requested':
      return words(runbook, text('input'), planText(details), approvalText(details));
    case 'claimed':
      return words(`version ${text('version')}`, `epoch ${text('epoch')}`, ownerText(details));
    case 'answered':
      return words(text('decision'), quotedReason(details), planText(details));
    case 'changed':
      return changeText(details);
    case 'change-failed':
      return words(changeText(details), errorText(details));
    case 'undone':
      return words(text('outcome'), text('why'));
    case 'ended':
      return words(text('status'), errorText(details));
    case 'cancel-requested':
      return quotedReason(details);
    case 'lease-broken':
      return words(targets.join(', '), quotedReason(details));
    case 'frozen':
    case 'unfrozen':
      return words(text('label'), quotedReason(details));
    case 'pruned':
      return `${text('runs')} runs that ended before ${text('endedBefore')}`;
  }
}

const words = (...parts: string[]): string => parts.filter((part) => part !== '').join(' ');

const quotedReason = ({ reason }: Details): string => (typeof reason === 'string' ? `(${reason})` : '');

const planText = ({ plan }: Details): string => (typeof plan === 'string' ? `plan ${plan.slice(0, 12)}` : '');

function approvalText({ approvalPolicy }: Details): string {
  const { count, approvers } = (approvalPolicy ?? {}) as { count?: number; approvers?: string[] };
  if (count === undefined) return '';
  return `to be approved by ${count}${approvers === undefined ? '' : ` of ${approvers.join(', ')}`}`;
}

const errorText = ({ error }: Details): string => inline((error as { message?: string } | undefined)?.message);

function ownerText({ owner }: Details): string {
  const { pid, host, user } = (owner ?? {}) as { pid?: number; host?: string; user?: string };
  const whose = user === undefined ? '' : ` of ${user}`;
  return pid === undefined ? '' : `process ${pid}${whose} on ${host ?? 'an unknown host'}`;
}

function changeText({ before, after }: Details): string {
  const [from, to] = [valueText(before), valueText(after)];
  if (from === '') return to;
  return to === '' ? `was ${from}` : `${from} -> ${to}`;
}

const valueText = (value: Json | undefined): string => (Array.isArray(value) ? JSON.stringify(value) : inline(value));
