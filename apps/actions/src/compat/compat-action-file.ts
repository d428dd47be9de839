import type { AnyRunbook } from '@opsbook/runbook';
import { actionParameters } from '../pack/action-parameters.ts';
import { PackError } from '../pack/pack-error.ts';
import type { PackFile } from '../pack/pack-file.ts';
import type { PackOptions } from '../pack/pack-options.ts';
import { resultSchema } from '../pack/result-schema.ts';
import { yamlFile } from '../pack/yaml-file.ts';
import type { CompatAction } from './compat-action.ts';
import { parameterSchema } from './parameter-schema.ts';

/** An action under its old name and with its old parameters; the bridge is that of every other. */
export function compatActionFile(action: CompatAction, options: PackOptions): PackFile {
  const { name, description, changed } = action;
  const runbook = runbookOf(action, options);
  const call = `--compat cloud-pack ${name}`;
  const parameters = actionParameters({ ...runbook, input: parameterSchema(action) }, options, call);
  for (const [key, { immutable }] of Object.entries(action.parameters)) {
    // As in the original, elements are of any type.
    const { items: _, ...schema } = parameters[key] ?? {};
    parameters[key] = { ...schema, ...(immutable === true && { immutable }) };
  }
  return yamlFile(`actions/${name}.yaml`, {
    name,
    pack: options.ref,
    description: `${description} (${runbook.risk}): ${runbook.name}\n\n${changed}`,
    enabled: true,
    runner_type: 'local-shell-cmd',
    entry_point: '',
    parameters,
    output_schema: resultSchema(runbook),
    tags: [
      { name: 'runbook', value: runbook.name },
      { name: 'risk', value: runbook.risk },
      { name: 'compat', value: 'cloud-pack' },
    ],
  });
}

function runbookOf({ name, runbook }: CompatAction, { runbooks }: PackOptions): AnyRunbook {
  const found = runbooks.find((one) => one.name === runbook);
  if (found === undefined) throw new PackError('PACK_OPTIONS', `the action ${name} needs the runbook ${runbook}`);
  return found;
}
