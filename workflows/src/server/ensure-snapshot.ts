import { type Server } from '@opsbook/openstack';
import { type Look, type RunContext, absent, done, failed, underway } from '@opsbook/runbook';
import { type Services } from '@opsbook/services';

/**
 * Makes a snapshot of a server and hands it to the server's project. Its name holds the run's id: a resumed run finds
 * its own.
 */
export async function ensureSnapshot(step: RunContext<Services>, cloudName: string, server: Server): Promise<string> {
  const { compute, image } = step.services.openstack(cloudName);
  const name = `opsbook-${server.id}-${step.id}`;
  const imageId = await step.ensure<string>('snapshot', {
    check: async (): Promise<Look<string>> => {
      const [found] = await image.images.list({ name });
      if (found === undefined) return (await isBusy()) ? underway({ state: 'snapshot accepted' }) : absent();
      if (found.status === 'active') return done(found.id);
      const over = ['killed', 'deleted', 'pending_delete', 'deactivated'].includes(found.status);
      return over ? failed(`image ${found.id} is ${found.status}`) : underway({ state: `image ${found.status}` });
    },
    change: () => compute.servers.createImage(server.id, { name, metadata: { opsbook_run: step.id } }),
    assume: 'the snapshot',
    timeout: step.services.config.migration.snapshotTimeout,
  });
  await step.ensure('snapshot owned by the project', {
    check: async () => ((await image.images.get(imageId)).owner === server.projectId ? done() : absent()),
    change: () => image.images.update(imageId, { owner: server.projectId }),
    assume: undefined,
  });
  return imageId;

  async function isBusy(): Promise<boolean> {
    return (await compute.servers.get(server.id)).taskState?.startsWith('image_') === true;
  }
}
