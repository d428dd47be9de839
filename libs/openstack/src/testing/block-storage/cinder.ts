import type { SimulatorAnswer, SimulatorRequest, SimulatorServer } from '@opsbook/http/testing';
import { webobError } from '../webob-error.ts';
import type { World } from '../world.ts';
import { CinderApi } from './cinder-api.ts';
import { serveAttachments } from './cinder-attachments.ts';
import { serveLooks } from './cinder-pools.ts';
import { serveQuotas } from './cinder-quotas.ts';
import { serveBlockStorageServices } from './cinder-services.ts';
import { serveSnapshots } from './cinder-snapshots.ts';
import { serveTransfers } from './cinder-transfers.ts';
import { serveTypes } from './cinder-types.ts';
import { serveCinderVersions } from './cinder-versions.ts';
import { serveVolumes } from './cinder-volumes.ts';

/** Cinder's API, version 3. */
export function serveCinder(server: SimulatorServer, world: World): CinderApi {
  const api = new CinderApi(server, world);
  serveCinderVersions(server, api);
  serveVolumes(api);
  serveSnapshots(api);
  serveTypes(api);
  serveAttachments(api);
  serveTransfers(api);
  serveQuotas(api);
  serveBlockStorageServices(api);
  serveLooks(api);
  return api;
}

/** The answer to a path that cinder does not know, which needs a token as well. */
export const cinderNowhere = (api: CinderApi, request: SimulatorRequest): SimulatorAnswer =>
  api.answer(request, () => {
    throw webobError(request, 404, 'The resource could not be found.');
  });
