import type { Server } from '@opsbook/openstack';
import { type Look, type RunContext, absent, done, failed, underway } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { actionsBefore, failureOf, ownAction } from './trace.ts';

const KIND = ['createImage'];
// Stands in a plan for the id of an image that there is not yet.
const TO_COME = 'the snapshot';

/**
 * Makes a snapshot of a server and hands it to the server's project. Its name holds the run's id: a resumed run finds
 * its own.
 */
export async function ensureSnapshot(step: RunContext<Services>, cloudName: string, server: Server): Promise<string> {
  const cloud = step.services.openstack(cloudName);
  const { compute, image } = cloud;
  const name = `opsbook-${server.id}-${step.id}`;
  const known = await step.read('snapshots before', () => actionsBefore(cloud, server.id, KIND));
  const imageId = await step.ensure<string>('snapshot', {
    check: async (): Promise<Look<string>> => {
      // The action first: nova makes the image before it records the action, and deletes it when it cannot fill it.
      const action = await ownAction(cloud, server.id, known, KIND);
      const [found] = await image.images.list({ name });
      if (found === undefined) {
        if (await isBusy()) return underway({ state: 'snapshot accepted' });
        return action === undefined
          ? absent({ image: null })
          : failed(failureOf(action) ?? 'its image is gone', action.requestId);
      }
      if (found.status === 'active') return done(found.id);
      const over = ['killed', 'deleted', 'pending_delete', 'deactivated'].includes(found.status);
      return over ? failed(`image ${found.id} is ${found.status}`) : underway({ state: `image ${found.status}` });
    },
    change: () => compute.servers.createImage(server.id, { name, metadata: { opsbook_run: step.id } }),
    assume: TO_COME,
    timeout: step.services.config.migration.snapshotTimeout,
  });
  await step.ensure<unknown>('snapshot owned by the project', {
    check: async () => {
      if (imageId === TO_COME) return absent();
      const { owner } = await image.images.get(imageId);
      return owner === server.projectId ? done({ owner }) : absent({ owner });
    },
    change: () => image.images.update(imageId, { owner: server.projectId }),
    assume: undefined,
  });
  return imageId;

  async function isBusy(): Promise<boolean> {
    return (await compute.servers.get(server.id)).taskState?.startsWith('image_') === true;
  }
}
