import type { Session } from '../session.ts';
import type { Site } from '../site.ts';

/** Says that the ledger is this user's alone: leases in it hold nobody else off. */
export function noteLedger(session: Session, { ledger }: Site): void {
  if (ledger.shared) return;
  session.note(
    `The ledger is ${ledger.path}, this user's alone: its leases hold for nobody else. To share one: 'ledger:' in opsbook.yaml.\n`,
  );
}
