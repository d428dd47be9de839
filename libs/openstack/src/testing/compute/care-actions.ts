import { startPowerChange } from './power.ts';
import { startRebuild } from './rebuild.ts';
import type { NovaCall } from './nova-call.ts';
import { badRequest, invalidField } from './nova-errors.ts';
import { type ServerAction, field } from './server-action.ts';
import { serverView } from './server-view.ts';
import type { SimulatedServer } from './compute-records.ts';

/** The actions that mend a server or look into it, by the key of the body. */
export const CARE_ACTIONS = {
  rebuild: {
    recordedAs: 'rebuild',
    from: ['active', 'stopped', 'error'],
    check: (_call, argument) => {
      if (field(argument, 'imageRef') === undefined) {
        throw invalidField('rebuild', argument, "'imageRef' is a required property");
      }
    },
    precheck: ({ world }, _server, argument) => {
      if (!world.state.images.some(({ id }) => id === field(argument, 'imageRef'))) {
        throw badRequest('Cannot find image for rebuild');
      }
    },
    run: (call, server, log, argument) => {
      change(call, server, argument);
      startRebuild(call.world, server, log);
      const adminPass = (field(argument, 'adminPass') as string | undefined) ?? newPassword();
      return { status: 202, body: { server: { ...serverView(call, server, 'alone'), adminPass } } };
    },
  },
  rescue: {
    recordedAs: 'rescue',
    from: ['active', 'stopped', 'error'],
    run: ({ world }, server, log, argument) => {
      startPowerChange(world, server, log, 'rescue');
      const adminPass = (field(argument, 'adminPass') as string | undefined) ?? newPassword();
      return { status: 200, body: { adminPass } };
    },
  },
  unrescue: {
    recordedAs: 'unrescue',
    from: ['rescued'],
    run: ({ world }, server, log) => {
      startPowerChange(world, server, log, 'unrescue');
      return undefined;
    },
  },
  changePassword: {
    recordedAs: 'changePassword',
    from: ['active'],
    check: (_call, argument) => {
      if (field(argument, 'adminPass') === undefined) {
        throw invalidField('changePassword', argument, "'adminPass' is a required property");
      }
    },
    run: (_call, server, log) => {
      log.note('compute_set_admin_password', server.host ?? '');
      return undefined;
    },
  },
  'os-getConsoleOutput': {
    needsHost: true,
    locks: false,
    look: (_call, _server, argument) => {
      const length = field(argument, 'length');
      const lines = ['FAKE CONSOLE OUTPUT', 'ANOTHER', 'LAST LINE'];
      return { status: 200, body: { output: lines.slice(typeof length === 'number' ? -length : 0).join('\n') } };
    },
  },
} satisfies Record<string, ServerAction>;

/** Nova hands out twelve characters. */
export const newPassword = (): string => crypto.randomUUID().slice(0, 12);

function change({ world }: NovaCall, server: SimulatedServer, argument: unknown): void {
  // A null says that there is to be none.
  const given = <T>(name: string, otherwise: T): T => {
    const value = field(argument, name) as T | undefined;
    if (value === undefined) return otherwise;
    return value;
  };
  world.update(server, {
    imageId: given('imageRef', server.imageId),
    name: given('name', server.name),
    metadata: given('metadata', server.metadata),
    description: given('description', server.description),
    keyName: given('key_name', server.keyName),
    userData: given('user_data', server.userData),
  });
}
