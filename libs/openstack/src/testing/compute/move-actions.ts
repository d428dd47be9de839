import { startColdMigration } from './cold-migration.ts';
import type { SimulatedServer } from './compute-records.ts';
import { startLiveMigration } from './live-migration.ts';
import type { NovaCall } from './nova-call.ts';
import { startEvacuation } from './evacuation.ts';
import { badRequest, invalidField, novaError } from './nova-errors.ts';
import { finishedMove, startConfirm, startRevert } from './resize-end.ts';
import { refuseGrowthOverQuota } from '../quota.ts';
import { type ServerAction, field } from './server-action.ts';
import { refuseOnDeadHost } from './server-readiness.ts';

/** The actions that move a server, by the key of the body. */
export const MOVES = {
  'os-migrateLive': {
    recordedAs: 'live-migration',
    adminRule: 'os_compute_api:os-migrate-server:migrate_live',
    from: ['active', 'paused'],
    check: checkLive,
    precheck: (call, _server, argument) => knownHost(call, hostOf(argument)),
    run: (call, server, log, argument) => {
      startLiveMigration(call, server, log, hostOf(argument));
      return undefined;
    },
  },
  migrate: {
    recordedAs: 'migrate',
    adminRule: 'os_compute_api:os-migrate-server:migrate',
    from: ['active', 'stopped'],
    precheck: (call, server, argument) => {
      const host = call.speaks('2.56') ? hostOf(argument) : undefined;
      refuseOnDeadHost(call, server);
      knownHost(call, host);
      if (host !== undefined && host === server.host) {
        throw badRequest('Cannot migrate to the host where the server exists.');
      }
    },
    run: (call, server, log, argument) => {
      // Seen: before 2.56 a host is accepted and ignored.
      startColdMigration(call, server, log, { host: call.speaks('2.56') ? hostOf(argument) : undefined });
      return undefined;
    },
  },
  resize: {
    recordedAs: 'resize',
    from: ['active', 'stopped'],
    precheck: (call, server, argument) => {
      const { world } = call;
      refuseOnDeadHost(call, server);
      const id = String(field(argument, 'flavorRef'));
      const flavor = world.state.flavors.find((one) => one.id === id);
      if (flavor === undefined) throw badRequest(`Flavor ${id} could not be found.`);
      if (flavor.id === server.flavor.id) throw badRequest('When resizing, instances must change flavor!');
      refuseGrowthOverQuota(world, server, flavor);
    },
    run: (call, server, log, argument) => {
      const flavor = call.world.state.flavors.find(({ id }) => id === field(argument, 'flavorRef'));
      startColdMigration(call, server, log, { flavor });
      return undefined;
    },
  },
  evacuate: {
    recordedAs: 'evacuate',
    adminRule: 'os_compute_api:os-evacuate',
    from: ['active', 'stopped', 'error'],
    duringTasks: true,
    asked: ({ world }, server, argument) => {
      const host = hostOf(argument);
      if (host !== undefined && !world.state.hypervisors.some((one) => one.host === host)) {
        throw novaError(404, `Compute host ${host} not found.`);
      }
      // Seen: so it says too of a server that is on no host, when none is asked for.
      if ((host ?? null) === server.host) throw badRequest("The target host can't be the same one.");
    },
    precheck: ({ world }, server) => {
      const service = world.computeService(server.host ?? '');
      if (service === undefined || !world.isUp(service)) return;
      throw badRequest(`Compute service of ${service.host} is still in use.`);
    },
    run: (call, server, log, argument) => {
      startEvacuation(call, server, log, hostOf(argument));
      // Seen: neither 202 nor a password.
      return { status: 200 };
    },
  },
  confirmResize: {
    recordedAs: 'confirmResize',
    from: ['resized'],
    precheck: notBeingEnded,
    run: ({ world }, server, log) => {
      startConfirm(world, server, log);
      // Seen: the only action that answers 204.
      return { status: 204 };
    },
  },
  revertResize: {
    recordedAs: 'revertResize',
    from: ['resized'],
    precheck: notBeingEnded,
    run: ({ world }, server, log) => {
      startRevert(world, server, log);
      return undefined;
    },
  },
} satisfies Record<string, ServerAction>;

// Whoever comes second, while the first confirms or reverts, is told so with 400 instead of 409.
function notBeingEnded({ world }: NovaCall, server: SimulatedServer): void {
  if (finishedMove(world, server) === undefined) throw badRequest('Instance has not been resized.');
}

const LIVE_FIELDS = ['host', 'block_migration', 'force', 'disk_over_commit'];

function checkLive({ speaks }: NovaCall, argument: unknown): void {
  const refuse = (why: string) => invalidField('os-migrateLive', argument, why);
  if (typeof argument !== 'object' || argument === null) throw refuse("None is not of type 'object'");
  const given = Object.keys(argument);
  for (const needed of ['block_migration', 'host', ...(speaks('2.25') ? [] : ['disk_over_commit'])]) {
    if (!given.includes(needed)) throw refuse(`'${needed}' is a required property`);
  }
  const allowed = LIVE_FIELDS.filter(
    (name) =>
      (name !== 'force' || (speaks('2.30') && !speaks('2.68'))) && (name !== 'disk_over_commit' || !speaks('2.25')),
  );
  const extra = given.find((name) => !allowed.includes(name));
  if (extra !== undefined) throw refuse(`Additional properties are not allowed ('${extra}' was unexpected)`);
  const block = field(argument, 'block_migration');
  if (block === 'auto' && !speaks('2.25'))
    throw invalidField('block_migration', 'auto', "'auto' is not one of [True, False]");
}

function knownHost({ world }: NovaCall, host: string | undefined): void {
  if (host !== undefined && !world.state.hypervisors.some((one) => one.host === host)) {
    throw badRequest(`Compute host ${host} could not be found.`);
  }
}

const hostOf = (argument: unknown): string | undefined => (field(argument, 'host') as string | null) ?? undefined;
