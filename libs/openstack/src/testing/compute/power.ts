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
  suspend: {
    taskState: 'suspending',
    event: 'compute_suspend_instance',
    seconds: 0.2,
    vmState: 'suspended',
    powerState: 7,
  },
  resume: { taskState: 'resuming', event: 'compute_resume_instance', seconds: 0.4, vmState: 'active', powerState: 1 },
  rescue: { taskState: 'rescuing', event: 'compute_rescue_instance', seconds: 0.4, vmState: 'rescued', powerState: 4 },
  unrescue: {
    taskState: 'unrescuing',
    event: 'compute_unrescue_instance',
    seconds: 0.4,
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
      const outcome = world.orders.takeAction(server);
      yield 0.1;
      if (!world.isAlive(server.host ?? '')) yield Infinity;
      const begun = log.begin(event, server.host ?? '');
      yield outcome === 'hangs' ? Infinity : typeof outcome === 'object' ? outcome.seconds : seconds;
      // Seen: a reboot that fails while the guest runs on passes for one that succeeded.
      if (outcome === 'fails' && to !== 'soft' && to !== 'hard') {
        fail(world, server, log, { to, begun });
        return;
      }
      log.end(begun);
      world.update(server, { taskState: null, vmState, powerState });
    })(),
  );
}

const WHY = 'The hypervisor refused.';

function fail(
  world: World,
  server: SimulatedServer,
  log: ActionLog,
  { to, begun }: { to: string; begun: ReturnType<ActionLog['begin']> },
): void {
  if (to !== 'rescue') {
    log.fail(begun, WHY);
    world.update(server, { taskState: null });
    return;
  }
  const message = `Instance ${server.id} cannot be rescued: Driver Error: ${WHY}`;
  log.fail(begun, message);
  const fault = { code: 400, message, details: '', created: world.stamp() };
  world.update(server, { taskState: null, vmState: 'error', fault });
}
