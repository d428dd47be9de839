import type { PlannedMail } from '@opsbook/runbook';

/** Recipients that are named on one line. */
const NAMED = 3;

/** `mail to ada@example.org: Your servers`: never what the mail says, which `plan --out` writes to files. */
export function mailText({ to, cc = [], subject }: PlannedMail): string {
  const copies = cc.length === 0 ? '' : `, copy to ${some(cc)}`;
  return `mail to ${some(to)}${copies}: ${subject}`;
}

const some = (addresses: readonly string[]): string =>
  addresses.length <= NAMED
    ? addresses.join(', ')
    : `${addresses.slice(0, NAMED).join(', ')} and ${addresses.length - NAMED} more`;
