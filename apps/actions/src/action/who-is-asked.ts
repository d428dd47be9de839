import { type OpenQuestion, mayNotAnswer } from '@opsbook/runbook';

/** Whom StackStorm is to ask, each by an inquiry of their own, or why it can ask nobody. Undefined stands for everybody. */
export type WhoIsAsked = { users: readonly (string | undefined)[] } | { why: string };

/**
 * StackStorm does not keep who answered an inquiry, but lets only the users that it names (st2 `st2common/services/inquiry.py`). So an
 * answer has a person's name where the inquiry was for this person alone; one for everybody has none, and is sound only where one yes of
 * anybody will do.
 * @param requester whoever asked for the run
 */
export function whoIsAsked(question: OpenQuestion, requester: string): WhoIsAsked {
  const { approvers, approvedBy, count, requesterMay } = question;
  if (approvers === undefined) {
    if (requesterMay && count === 1) return { users: [undefined] };
    const rule = requesterMay ? `${count} people must say yes` : `${requester} must not answer`;
    return { why: `it does not keep who answers, no approvers are named, and ${rule}` };
  }
  const users = approvers.filter(
    (user) => !approvedBy.includes(user) && mayNotAnswer(question, requester, user) === undefined,
  );
  return users.length > 0 ? { users: [...new Set(users)] } : { why: 'nobody is left who may answer' };
}
