import { expect, test } from '@jest/globals';
import { runbooks } from '@opsbook/workflows';
import { actionName } from './names.ts';
import { type Action, packOf } from './pack.test-support.ts';

interface Policy {
  resource_ref: string;
  policy_type: string;
  parameters: { attributes?: string[] };
}

interface Workflow {
  input: string[];
  tasks: Record<
    string,
    { action: string; input: Record<string, unknown>; next: { when: string; do?: string; publish?: object[] }[] }
  >;
}

const pack = packOf();
const actionOf = (ref: string): Action => pack.action(ref.replace('opsbook.', ''));

test('what changes something is done once at a time for each target, and goes on after its time-out', () => {
  const policies = pack.all<Policy>('policies');
  const changing = runbooks.filter(({ risk }) => risk !== 'read-only').map(({ name }) => `opsbook.${actionName(name)}`);
  const retried = policies.filter(({ policy_type: type }) => type === 'action.retry').map((one) => one.resource_ref);
  expect(retried.sort()).toEqual(changing.sort());
  for (const { resource_ref: ref, parameters } of policies) {
    const known = Object.keys(actionOf(ref).parameters);
    expect((parameters.attributes ?? []).filter((attribute) => !known.includes(attribute))).toEqual([]);
  }
  expect(pack.yaml('policies/server_migrate_alone.yaml')).toMatchObject({
    resource_ref: 'opsbook.server_migrate',
    policy_type: 'action.concurrency.attr',
    parameters: { threshold: 1, action: 'delay', attributes: ['cloud', 'server', 'plan'] },
  });
});

test('a workflow plans, asks and runs, with all that it was given', () => {
  const workflows = pack.paths.filter((path) => path.startsWith('actions/workflows/'));
  expect(workflows).toContain('actions/workflows/hypervisor_drain_when_approved.yaml');
  for (const path of workflows) {
    const { input: inputs, tasks } = pack.yaml(path) as Workflow;
    const metadata = pack.yaml(path.replace('workflows/', '')) as Action;
    expect(metadata).toMatchObject({ runner_type: 'orquesta', entry_point: path.replace('actions/', '') });
    expect(inputs).toEqual(Object.keys(metadata.parameters));
    const { plan, ask, run } = tasks as Record<'plan' | 'ask' | 'run', Workflow['tasks'][string]>;
    const { plan_hash: hash, ...given } = run.input;
    expect(plan.input).toEqual({ ...given, plan: true });
    expect(plan.next[0]?.publish).toEqual([{ plan_hash: '<% result().stdout.plan.hash %>' }]);
    expect(hash).toBe('<% ctx().plan_hash %>');
    expect(plan.action).toBe(run.action);
    const { parameters } = actionOf(run.action);
    for (const [name, value] of Object.entries(given)) {
      // `notify` is Orquesta's own.
      const input = name === 'notify' ? 'runbook_notify' : name;
      expect(parameters[name]).toEqual(metadata.parameters[input]);
      expect(value).toBe(`<% ctx().${input} %>`);
    }
    const open = Object.keys(parameters).filter((name) => parameters[name]?.['immutable'] !== true);
    expect(Object.keys(run.input)).toEqual(open.filter((name) => !['plan', 'timeout'].includes(name)));
    expect([ask.action, ...[plan, ask].flatMap(({ next }) => next.map((one) => one.do))]).toEqual([
      'core.ask',
      'ask',
      'run',
      'fail',
    ]);
  }
});
