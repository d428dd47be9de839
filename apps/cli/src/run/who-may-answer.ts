import type { AskedQuestion } from './family.ts';

/** Who may answer a question, for people. */
export function whoMayAnswer({ approvers, requesterMay, run }: AskedQuestion): string {
  const { user } = run.requestedBy;
  if (approvers === undefined) return requesterMay ? 'anybody' : `anybody but ${user}`;
  return approvers.filter((name) => requesterMay || name !== user).join(', ');
}
