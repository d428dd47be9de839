import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type TestCloud, ann, testCloud } from '../cloud.test-support.ts';
import { migrateServer } from './migrate.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud({ migration: { timeout: 300 } });
});
afterEach(() => cloud.sim.stop());

it('a live migration that hangs is aborted also when the cancel comes while nova accepts it', async () => {
  const server = cloud.sim.addServer({ name: 'web', host: 'hv1' });
  cloud.sim.order.migration('web', 'hangs');
  const engine = cloud.engine();
  const input = { cloud: 'test', server: server.id, onCancel: 'abort' };
  const { id } = await engine.start({ runbook: 'server.migrate', input, requestedBy: ann });
  const when = () => {
    void engine.cancel(id, ann, 'not today');
    return false;
  };
  cloud.sim.fault.next('POST /compute/v2.1/servers/*/action', { delay: 0 }, { when });
  const run = await (await engine.execute(id)).ended;
  await engine.close();
  expect(run).toMatchObject({ status: 'cancelled' });
  expect(run.error).toBeUndefined();
  expect(cloud.sim.state.migrations).toMatchObject([{ status: 'cancelled' }]);
});

it('a run that moved a server and then failed says that it changed something', async () => {
  const server = cloud.sim.addServer({ name: 'web', host: 'hv1', status: 'SHUTOFF' });
  const body = { conflictingRequest: { code: 409, message: 'The cell is away.' } };
  const when = (request: { body: unknown }) => Object.hasOwn(request.body as object, 'confirmResize');
  cloud.sim.fault.always('POST /compute/v2.1/servers/*/action', { status: 409, body }, { when });
  expect(await cloud.run(migrateServer, { cloud: 'test', server: server.id })).toMatchObject({
    status: 'failed',
    changed: true,
  });
});
