import type { AnyRunbook } from '@opsbook/runbook';
import { BRIDGE_ENV } from '../bridge.ts';
import { actionTimeout } from './action-timeout.ts';
import { type Field, fieldsOf } from './fields-of.ts';
import type { PackOptions } from './pack-options.ts';
import { parametersTemplate } from './parameters-template.ts';
import { type St2Schema, st2Schema } from './st2-schema.ts';
import { subjectFields } from './subject-fields.ts';

const PLANNING = {
  plan: { type: 'boolean', default: false, description: 'Only say what would be changed; nothing is' },
  plan_hash: {
    type: 'string',
    description: 'result.stdout.plan.hash of the plan that was seen: refused where another change would be made now',
  },
};

/** The fields of a runbook as parameters, the one or two that it is about by position. */
export function inputParameters(fields: readonly Field[]): Record<string, St2Schema> {
  const subject = subjectFields(fields);
  return Object.fromEntries(
    fields.map((field) => {
      const { parameter, schema, required } = field;
      const position = subject.indexOf(field);
      const given = { ...st2Schema(schema), ...(required && { required }), ...(position >= 0 && { position }) };
      return [parameter, given];
    }),
  );
}

// Most actions end before the memory of young objects is worth collecting (32 MiB, where V8 begins with 1), or worth threads of
// its own: a tenth of their CPU time.
const NODE_OPTIONS = '--min-semi-space-size=32 --single-threaded-gc';

/** The command of an action, as the runner's shell gets it. No parameter ever stands in it. */
export const actionCommand = (
  call: string,
  { node, packsFolder, ref }: Pick<PackOptions, 'node' | 'packsFolder' | 'ref'>,
): string => `${node} ${NODE_OPTIONS} ${packsFolder}/${ref}/dist/opsbook.js action ${call}`;

/**
 * All parameters of a runbook's action: its fields, `plan` and `plan_hash` where it may change something, and those by which the runner passes
 * them on. They travel in one environment variable, since StackStorm writes command lines to its log and to `ps`. In `env` the
 * braces have neither blanks nor dots: only so is a value put in as JSON (st2 `st2common/util/param.py`).
 * @param call what `opsbook action` is given
 */
export function actionParameters(
  runbook: AnyRunbook,
  options: PackOptions,
  call = runbook.name,
): Record<string, St2Schema> {
  const fields = fieldsOf(runbook);
  const plannable = runbook.risk !== 'read-only';
  return {
    ...inputParameters(fields),
    ...(plannable && PLANNING),
    timeout: { default: actionTimeout(runbook), description: 'Seconds after which it is stopped; it can be resumed' },
    params_json: {
      type: 'string',
      immutable: true,
      secret: true,
      description: 'What the runbook is given; made of the other parameters',
      default: parametersTemplate(fields, plannable),
    },
    config_path: {
      type: 'string',
      immutable: true,
      description: "opsbook's configuration, as the pack's configuration says",
      default: '{{ config_context.config }}',
    },
    env: {
      immutable: true,
      default: { [BRIDGE_ENV.params]: '{{params_json}}', [BRIDGE_ENV.config]: '{{config_path}}' },
    },
    cwd: { immutable: true, default: `${options.packsFolder}/${options.ref}` },
    sudo: { immutable: true, default: false },
    cmd: { immutable: true, default: actionCommand(call, options) },
  };
}
