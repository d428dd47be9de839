import { sleep } from '@opsbook/context';
import type { RunRecord } from '@opsbook/runbook';
import { type TestCloud, ann, testCloud } from '../cloud.test-support.ts';
import { migrateServer } from './migrate.ts';

export const ACTION = 'POST /compute/v2.1/servers/*/action';
export const SERVER = 'GET /compute/v2.1/servers/*';

/** What the server may be given. */
export type Given = Omit<Parameters<TestCloud['sim']['addServer']>[0], 'name'>;

interface Asked {
  body: unknown;
}

/** Whether a request asks for that action. */
export const asks =
  (key: string) =>
  ({ body }: Asked): boolean =>
    Object.hasOwn(body as object, key);

/** A simulated cloud for the story of one server, `web`, that is on hv1; a move there may take 300 s, a snapshot 120 s. */
export async function oneServer() {
  const cloud = await testCloud({ migration: { timeout: 300, snapshotTimeout: 120 } });
  const { sim, clock } = cloud;
  const web = () => sim.findServer('web');
  const user = (name: string) => sim.state.users.find((one) => one.name === name)?.id ?? '';
  const project = (name: string) => sim.state.projects.find((one) => one.name === name)?.id ?? '';
  const input = (more: object) => ({ cloud: 'test', server: web().id, ...more });
  return {
    cloud,
    web,
    user,
    project,
    add: (given: Given = {}) => sim.addServer({ name: 'web', host: 'hv1', ...given }),
    migrate: (more: object = {}): Promise<RunRecord> => cloud.run(migrateServer, input(more)),
    migrations: () => sim.state.migrations,
    /** What nova was asked to do with it, oldest first. */
    actions: () => sim.state.instanceActions.map(({ action }) => action),
    requestOf: (action: string) => sim.state.instanceActions.findLast((one) => one.action === action)?.requestId,
    snapshots: () => sim.state.images.filter(({ name }) => name?.startsWith('opsbook-') === true),

    /** Somebody else's doing, at the moment when the first such request comes in. */
    uponRequest: (matcher: string, happens: () => void, when: (request: Asked) => boolean = () => true) => {
      let happened = false;
      const once = (request: Asked) => {
        if (!happened && when(request)) {
          happened = true;
          happens();
        }
        return false;
      };
      sim.fault.always(matcher, { delay: 0 }, { when: once });
    },

    /** Somebody else's doing after some seconds. */
    later: (seconds: number, happens: () => void) => {
      void sleep(clock, seconds * 1000).then(happens);
    },

    /** A migration that somebody else has asked for, newer than any of ours. */
    othersMigration: (more: Partial<(typeof sim.state.migrations)[number]>) =>
      sim.state.migrations.push({
        id: 9000,
        uuid: '00000000-0000-4000-8000-000000009000',
        serverId: web().id,
        type: 'live-migration',
        status: 'completed',
        sourceCompute: 'hv1',
        sourceNode: 'hv1',
        destCompute: 'hv2',
        destNode: 'hv2',
        destHost: null,
        userId: user('demo'),
        projectId: project('demo'),
        createdAt: '2030-01-01T00:00:01Z',
        updatedAt: '2030-01-01T00:00:01Z',
        transfer: null,
        flavors: null,
        aborted: false,
        running: null,
        ...more,
      }),

    /** A run that is cancelled after that many seconds. */
    cancelled: async (after: number, more: object = {}): Promise<RunRecord> => {
      const engine = cloud.engine();
      const { id } = await engine.start({ runbook: 'server.migrate', input: input(more), requestedBy: ann });
      const { ended } = await engine.execute(id);
      void sleep(clock, after * 1000).then(() => engine.cancel(id, ann, 'not today'));
      const run = await ended;
      await engine.close();
      return run;
    },
  };
}

export type World = Awaited<ReturnType<typeof oneServer>>;
