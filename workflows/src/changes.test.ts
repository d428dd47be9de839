import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type TestCloud, ann, testCloud } from './cloud.test-support.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

/** Runs a runbook, and answers what the audit trail then has of its changes. */
async function changesOf(runbook: string, input: object) {
  const engine = cloud.engine();
  const { id } = await engine.start({ runbook, input: { cloud: 'test', ...input }, requestedBy: ann });
  await (
    await engine.execute(id)
  ).ended;
  const changes = await engine.audit({ run: id, kind: ['changed', 'change-failed'] });
  await engine.close();
  return { id, changes: changes.map(({ kind, path, details }) => ({ kind, path, ...(details as object) })) };
}

it('the audit trail has the state of a compute service before and after', async () => {
  const { id, changes } = await changesOf('compute-service.disable', { hypervisor: 'hv1', reason: 'new kernel' });
  const disabled = { status: 'disabled', disabledReason: `opsbook: new kernel (run ${id})` };
  const enabled = { status: 'enabled', disabledReason: null };
  const after = { host: 'hv1', ...disabled };
  expect(changes).toEqual([{ kind: 'changed', path: 'compute service disabled', before: enabled, after }]);
  expect((await changesOf('compute-service.enable', { hypervisor: 'hv1' })).changes).toEqual([
    { kind: 'changed', path: 'compute service enabled', before: disabled, after: enabled },
  ]);
});

it('the audit trail has where a server was and went, its snapshot, and that the move was confirmed', async () => {
  const project = cloud.sim.state.projects.find(({ name }) => name === 'demo')?.id ?? '';
  const { id: server } = cloud.sim.addServer({ name: 'web', host: 'hv1', status: 'SHUTOFF', projectId: project });
  const { changes } = await changesOf('server.migrate', { server, snapshot: true });
  expect(changes).toMatchObject([
    { path: 'snapshot', before: { image: null }, after: expect.any(String) },
    { path: 'snapshot owned by the project', before: { owner: expect.any(String) }, after: { owner: project } },
    { path: 'moved', before: { host: 'hv1', status: 'SHUTOFF' }, after: { to: 'hv2' } },
    { path: 'confirmed', before: { host: 'hv2', status: 'VERIFY_RESIZE' }, after: { host: 'hv2', status: 'SHUTOFF' } },
  ]);
});
