import { badRequest, novaError, policy } from './nova-errors.ts';
import { type ServerAction, field } from './server-action.ts';
import { startOffload, startShelving, startUnshelving } from './shelving.ts';
import { zoneOf } from './zones.ts';

/** The actions that shelve and bring back, by the key of the body. */
export const SHELVE_ACTIONS = {
  shelve: {
    recordedAs: 'shelve',
    from: ['active', 'stopped', 'paused', 'suspended'],
    run: (call, server, log) => {
      startShelving(call, server, log);
      return undefined;
    },
  },
  shelveOffload: {
    recordedAs: 'shelveOffload',
    adminRule: 'os_compute_api:os-shelve:shelve_offload',
    from: ['shelved'],
    run: ({ world }, server, log) => {
      startOffload(world, server, log);
      return undefined;
    },
  },
  unshelve: {
    recordedAs: 'unshelve',
    from: ['shelved', 'shelved_offloaded'],
    precheck: ({ world, caller }, server, argument) => {
      const host = field(argument, 'host') as string | undefined;
      const zone = field(argument, 'availability_zone') as string | null | undefined;
      if (server.vmState === 'shelved' && (host !== undefined || zone !== undefined)) {
        throw novaError(
          409,
          `Specifying an availability zone or a host when unshelving server "${server.id}" with status "shelved" is not supported. The server status must be SHELVED_OFFLOADED.`,
        );
      }
      if (host !== undefined && !caller.admin) throw policy('os_compute_api:os-shelve:unshelve_to_host');
      if (host !== undefined && !world.state.hypervisors.some((one) => one.host === host)) {
        throw badRequest(`Compute host ${host} could not be found.`);
      }
      if (typeof zone === 'string' && !world.state.hypervisors.some((one) => zoneOf(world, one.host) === zone)) {
        throw badRequest('The requested availability zone is not available');
      }
    },
    run: ({ world }, server, log, argument) => {
      startUnshelving(world, server, log, {
        host: field(argument, 'host') as string | undefined,
        availabilityZone: (field(argument, 'availability_zone') as string | null | undefined) ?? undefined,
      });
      return undefined;
    },
  },
} satisfies Record<string, ServerAction>;
