import type { AnyRunbook } from '@opsbook/runbook';
import { aliasFormat } from './alias-format.ts';
import { actionName } from './names.ts';
import type { PackFile } from './pack-file.ts';
import type { PackOptions } from './pack-options.ts';
import { yamlFile } from './yaml-file.ts';

/** The chat command of a runbook, if it has one (keys as in st2 `st2common/models/api/action.py`). */
export function aliasFile(runbook: AnyRunbook, { ref }: PackOptions): PackFile[] {
  const format = aliasFormat(runbook);
  if (format === undefined) return [];
  const name = actionName(runbook.name);
  const more = runbook.risk === 'read-only' ? 'other parameters' : 'plan=true, and other parameters,';
  return [
    yamlFile(`aliases/${name}.yaml`, {
      name,
      pack: ref,
      description: `${runbook.summary} (${runbook.risk}); ${more} may follow as name=value`,
      enabled: true,
      action_ref: `${ref}.${name}`,
      formats: [format],
      ack: { enabled: true, append_url: true, format: `${runbook.name}: execution {{ execution.id }}` },
      result: { enabled: true, format: answer(runbook.name) },
    }),
  ];
}

/** How the action ended, for a chat: its report is in the execution. */
const answer = (runbook: string): string =>
  [
    '{% set said = execution.result.stdout %}',
    `${runbook}: {% if said is mapping %}`,
    '{{ said.status or execution.status }}{% if said.run %}, run {{ said.run }}{% endif %}',
    '{% if said.error %}: {{ said.error.message }}{% endif %}',
    '{% else %}{{ execution.status }}, see execution {{ execution.id }}{% endif %}',
  ].join('');
