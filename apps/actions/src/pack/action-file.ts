import type { AnyRunbook } from '@opsbook/runbook';
import { actionParameters } from './action-parameters.ts';
import { actionName } from './names.ts';
import type { PackFile } from './pack-file.ts';
import type { PackOptions } from './pack-options.ts';
import { resultSchema } from './result-schema.ts';
import { yamlFile } from './yaml-file.ts';

/** The action of a runbook (keys as in st2 `st2common/models/api/action.py`). */
export function actionFile(runbook: AnyRunbook, options: PackOptions): PackFile {
  const { summary, description, risk } = runbook;
  const name = actionName(runbook.name);
  return yamlFile(`actions/${name}.yaml`, {
    name,
    pack: options.ref,
    description: [`${summary} (${risk})`, ...(description === undefined ? [] : [description.trim()])].join('\n\n'),
    enabled: true,
    runner_type: 'local-shell-cmd',
    entry_point: '',
    parameters: actionParameters(runbook, options),
    output_schema: resultSchema(runbook),
    tags: [
      { name: 'runbook', value: runbook.name },
      { name: 'risk', value: risk },
    ],
  });
}
