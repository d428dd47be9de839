import type { AnyRunbook } from '@opsbook/runbook';
import { inputParameters } from './action-parameters.ts';
import { fieldsOf } from './fields-of.ts';
import { actionName } from './names.ts';
import type { PackFile } from './pack-file.ts';
import type { PackOptions } from './pack-options.ts';
import type { St2Schema } from './st2-schema.ts';
import { yamlFile } from './yaml-file.ts';

/** What one rather asks a person before, and looks at as an example. */
const EXAMPLES = ['hypervisor.drain', 'hypervisor.maintain', 'project.delete', 'server.migrate'];

const ASKING = {
  ask_route: {
    type: 'string',
    default: 'default',
    description: 'Route of the question, for rules on core.st2.generic.inquiry',
  },
  ask_users: {
    type: 'array',
    items: { type: 'string' },
    default: [],
    description: 'Users who may answer; default: anybody',
  },
  ask_minutes: { type: 'integer', default: 1440, minimum: 1, description: 'Minutes for which the question waits' },
};

/** A parameter of Orquesta's own runner (st2 `contrib/runners/orquesta_runner/orquesta_runner/runner.yaml`). */
const RUNNER = 'notify';

/** Thin Orquesta workflows, for those who compose in StackStorm: plan, ask, run. They only call. */
export const workflowFiles = (options: PackOptions): PackFile[] =>
  options.runbooks.filter(({ name }) => EXAMPLES.includes(name)).flatMap((runbook) => filesOf(runbook, options));

function filesOf(runbook: AnyRunbook, { ref }: PackOptions): PackFile[] {
  const action = actionName(runbook.name);
  const name = `${action}_when_approved`;
  const description = `${runbook.summary} (${runbook.risk}), when a person has seen the plan and said yes`;
  const fields = fieldsOf(runbook);
  const called = (parameter: string) => (parameter === RUNNER ? `runbook_${parameter}` : parameter);
  const inputs = Object.entries(inputParameters(fields)).map(([parameter, schema]) => [called(parameter), schema]);
  const parameters = { ...(Object.fromEntries(inputs) as Record<string, St2Schema>), ...ASKING };
  const given = Object.fromEntries(fields.map(({ parameter }) => [parameter, `<% ctx().${called(parameter)} %>`]));
  const metadata = {
    ...{ name, pack: ref, description, enabled: true },
    ...{ runner_type: 'orquesta', entry_point: `workflows/${name}.yaml`, parameters },
  };
  const workflow = {
    version: 1.0,
    description,
    input: Object.keys(parameters),
    vars: [{ report: null }, { plan_hash: null }],
    tasks: {
      plan: {
        action: `${ref}.${action}`,
        input: { ...given, plan: true },
        next: [{ when: '<% succeeded() %>', publish: [{ plan_hash: '<% result().stdout.plan.hash %>' }], do: 'ask' }],
      },
      ask: {
        action: 'core.ask',
        input: {
          route: '<% ctx().ask_route %>',
          users: '<% ctx().ask_users %>',
          ttl: '<% ctx().ask_minutes %>',
          schema: {
            type: 'object',
            properties: {
              approve: { type: 'boolean', required: true, description: 'Whether to do what the task plan found' },
              by: { type: 'string', required: true, description: 'Who says so' },
            },
          },
        },
        next: [
          { when: '<% succeeded() and result().response.approve %>', do: 'run' },
          { when: '<% succeeded() and not result().response.approve %>', do: 'fail' },
        ],
      },
      run: {
        action: `${ref}.${action}`,
        // The plan that was seen, and no other.
        input: { ...given, plan_hash: '<% ctx().plan_hash %>' },
        next: [{ when: '<% succeeded() %>', publish: [{ report: '<% result().stdout %>' }] }],
      },
    },
    output: [{ report: '<% ctx().report %>' }],
  };
  return [yamlFile(`actions/${name}.yaml`, metadata), yamlFile(`actions/workflows/${name}.yaml`, workflow)];
}
