import type { AnyRunbook } from '@opsbook/runbook';
import { outputSchema } from './json-schema.ts';
import { type St2Schema, st2Schema } from './st2-schema.ts';

/**
 * What `result.stdout` of an action is. StackStorm does not hold results of its local runners to a schema
 * (st2 `st2common/util/output_schema.py`): this one is for whoever writes rules and workflows.
 */
export function resultSchema(runbook: AnyRunbook): St2Schema {
  return {
    type: 'object',
    description: 'Of result.stdout; told here, but not enforced by StackStorm',
    properties: {
      ok: { type: 'boolean', required: true, description: 'Whether it has done its work, or the plan could be made' },
      run: { type: 'string', description: "The run's id, as in `opsbook show <run>`" },
      status: { type: 'string', description: 'done, failed, cancelled, refused; waiting, running: it goes on' },
      changed: { type: 'boolean', description: 'Whether it changed anything' },
      report: { ...st2Schema(outputSchema(runbook)), description: 'What the runbook returned' },
      plan: { type: 'object', description: 'What it would change, where only that was asked for' },
      waitsFor: { type: 'array', items: { type: 'object' }, description: 'Questions that wait for a person' },
      undone: { type: 'array', items: { type: 'object' }, description: 'What a cancel took back' },
      error: {
        type: 'object',
        properties: {
          code: { type: 'string', required: true },
          message: { type: 'string', required: true },
        },
      },
      cut: { type: 'string', description: 'Where all of it is, when it was too long' },
    },
    additionalProperties: true,
  };
}
