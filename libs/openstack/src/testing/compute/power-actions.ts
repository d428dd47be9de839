import { invalidField, wrongState } from './nova-errors.ts';
import { startPowerChange } from './power.ts';
import type { VmState } from './compute-records.ts';
import { type ServerAction, field } from './server-action.ts';

/** The actions that start, stop, pause and reboot, by the key of the body. */
export const POWER_ACTIONS = {
  'os-stop': { ...power('stop', 'stop', ['active', 'error']), needsHost: true },
  'os-start': { ...power('start', 'start', ['stopped']), needsHost: true },
  suspend: power('suspend', 'suspend', ['active']),
  resume: power('resume', 'resume', ['suspended']),
  pause: power('pause', 'pause', ['active']),
  unpause: power('unpause', 'unpause', ['paused']),
  reboot: {
    recordedAs: 'reboot',
    from: ['active', 'stopped', 'paused', 'suspended', 'error'],
    check: (_call, argument) => {
      const type = field(argument, 'type');
      if (!/^(hard|soft)$/i.test(String(type))) {
        const allowed = "['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft']";
        throw invalidField('type', type, `'${String(type)}' is not one of ${allowed}`);
      }
    },
    precheck: (_call, server, argument) => {
      const soft = /^soft$/i.test(String(field(argument, 'type')));
      if (soft && server.vmState !== 'active') throw wrongState('reboot', server.id, 'vm_state', server.vmState);
    },
    run: ({ world }, server, log, argument) => {
      startPowerChange(world, server, log, /^soft$/i.test(String(field(argument, 'type'))) ? 'soft' : 'hard');
      return undefined;
    },
  },
} satisfies Record<string, ServerAction>;

function power(
  name: 'stop' | 'start' | 'pause' | 'unpause' | 'suspend' | 'resume',
  recordedAs: string,
  from: VmState[],
): ServerAction {
  return {
    name,
    recordedAs,
    from,
    run: ({ world }, server, log) => {
      startPowerChange(world, server, log, name);
      return undefined;
    },
  };
}
