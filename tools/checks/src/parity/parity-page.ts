import { callText } from '@opsbook/cli';
import type { AnyRunbook, Replacement } from '@opsbook/runbook';
import { markdownTable } from '@opsbook/services';
import { runbooks } from '@opsbook/workflows';
import type * as z from 'zod';
import { ORIGINAL_ACTIONS, PLANNED_ACTIONS } from './original-actions.ts';

/** One action of the pack and what does its work here. */
export interface ParityRow extends Replacement<z.ZodType> {
  runbook: AnyRunbook;
}

/** What every runbook says of itself, by the action that it replaces. */
export function parityRows(all: readonly AnyRunbook[] = runbooks): ParityRow[] {
  return all.flatMap((runbook) =>
    (runbook.replaces ?? []).map((replacement) => ({ ...(replacement as Replacement<z.ZodType>), runbook })),
  );
}

/** docs/parity.md: each action that a team knows, the command that does its work here, and what is better. */
export function parityPage(all: readonly AnyRunbook[] = runbooks): string {
  const rows = parityRows(all);
  const table = (actions: readonly string[]) =>
    markdownTable(
      ['action', 'instead', 'what is better'],
      actions.flatMap((name) => cells(name, rows)),
    );
  return `# From the StackStorm cloud pack to opsbook

Each action of the pack, the command that does its work here, and what is better. Names, addresses and ids are examples. Derived
from what the runbooks say of themselves (\`replaces\`) by \`npm run docs\`; a test checks that every input is valid.

Every command can be planned first (\`opsbook plan\` with the same words), every run is in the ledger, and a second run changes
nothing that is as it should be. \`cloud_account\` is \`--cloud\`, which \`defaults.cloud\` of the configuration spares.

${table(ORIGINAL_ACTIONS)}

## What the pack had planned

${table(PLANNED_ACTIONS)}
`;
}

function cells(action: string, rows: readonly ParityRow[]): string[][] {
  const found = rows.filter((row) => row.action === action);
  return found.map(({ runbook, call, better }) => [`\`${action}\``, `\`${callText(runbook, call as never)}\``, better]);
}
