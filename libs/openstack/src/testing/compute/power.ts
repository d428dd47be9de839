import type { ActionLog } from './instance-actions.ts';
import type { PowerNumber, SimulatedServer, VmState } from './compute-records.ts';
import type { World } from '../world.ts';

interface Change {
  taskState: string;
  event: string;
  seconds: number;
  vmState: VmState;
  powerState: PowerNumber;
}

const CHANGES = {
  stop: { taskState: 'powering-off', event: 'compute_stop_instance', seconds: 0.4, vmState: 'stopped', powerState: 4 },
  start: { taskState: 'powering-on', event: 'compute_start_instance', seconds: 0.4, vmState: 'active', powerState: 1 },
  soft: { taskState: 'rebooting', event: 'compute_reboot_instance', seconds: 1, vmState: 'active', powerState: 1 },
  hard: { taskState: 'rebooting_hard', event: 'compute_reboot_instance', seconds: 1, vmState: 'active', powerState: 1 },
  pause: { taskState: 'pausing', event: 'compute_pause_instance', seconds: 0.2, vmState: 'paused', powerState: 3 },
  unpause: {
    taskState: 'unpausing',
    event: 'compute_unpause_instance',
    seconds: 0.2,
    vmState: 'active',
    powerState: 1,
  },
} as const satisfies Record<string, Change>;

/** Starts a change of power that nova has accepted. On a dead host it never ends. */
export function startPowerChange(
  world: World,
  server: SimulatedServer,
  log: ActionLog,
  to: keyof typeof CHANGES,
): void {
  const { taskState, event, seconds, vmState, powerState } = CHANGES[to];
  world.update(server, { taskState });
  world.timeline.run(
    (function* () {
      yield 0.1;
      if (!world.isAlive(server.host ?? '')) yield Infinity;
      const begun = log.begin(event, server.host ?? '');
      yield seconds;
      log.end(begun);
      world.update(server, { taskState: null, vmState, powerState });
    })(),
  );
}
