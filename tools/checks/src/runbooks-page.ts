import type { AnyRunbook } from '@opsbook/runbook';
import { markdownTable } from '@opsbook/services';
import { runbooks } from '@opsbook/workflows';

/** docs/runbooks.md: every runbook with its risk, by domain. */
export function runbooksPage(all: readonly AnyRunbook[] = runbooks): string {
  const domains = Map.groupBy(all, ({ name }) => name.slice(0, name.indexOf('.')));
  const tables = [...domains].map(([domain, own]) => {
    const rows = own.map(({ name, summary, risk }) => [`\`${name}\``, summary, risk]);
    return `## ${domain}\n\n${markdownTable(['runbook', 'what it does', 'risk'], rows)}`;
  });
  return `# Runbooks

All ${all.length}. \`opsbook describe <runbook>\` tells what each is told and returns, in which order it works, and what it leaves behind when it fails;
\`opsbook plan <runbook> ...\` shows what it would do. Risks: \`read-only\` changes nothing; \`safe\` is noticed by nobody, or only
by who gets a mail or a ticket; users may notice what is \`disruptive\`; what is \`destructive\` cannot be taken back.

What replaces which action of the StackStorm cloud pack: [parity](parity.md).

${tables.join('\n\n')}
`;
}
