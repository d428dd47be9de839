import type { NovaCall } from './nova-call.ts';
import type { SimulatedActionEvent, SimulatedInstanceAction } from './compute-records.ts';
import type { World } from '../world.ts';

/** Records that a request began something with a server; nova does so before it answers. */
export const beginAction = ({ world, caller, requestId }: NovaCall, serverId: string, action: string): ActionLog =>
  recordAction(world, { serverId, action, requestId, userId: caller.userId, projectId: caller.projectId });

/** The same for what nobody asked for. */
export function recordAction(
  world: World,
  about: Pick<SimulatedInstanceAction, 'serverId' | 'action' | 'requestId' | 'userId' | 'projectId'>,
): ActionLog {
  const now = world.stamp();
  const record: SimulatedInstanceAction = { ...about, startTime: now, updatedAt: now, message: null, events: [] };
  world.state.instanceActions.push(record);
  return new ActionLog(world, record);
}

/** Writes the events of one action. */
export class ActionLog {
  readonly #world: World;
  readonly #record: SimulatedInstanceAction;

  constructor(world: World, record: SimulatedInstanceAction) {
    this.#world = world;
    this.#record = record;
  }

  begin(event: string, host: string): SimulatedActionEvent {
    const begun: SimulatedActionEvent = {
      event,
      host,
      startTime: this.#world.stamp(),
      finishTime: null,
      result: null,
      details: null,
    };
    this.#record.events.push(begun);
    this.#record.updatedAt = begun.startTime;
    return begun;
  }

  end(event: SimulatedActionEvent): void {
    event.finishTime = this.#world.stamp();
    event.result = 'Success';
    this.#record.updatedAt = event.finishTime;
  }

  /** The event ended in an error, and with it the action. */
  fail(event: SimulatedActionEvent, details: string): void {
    this.end(event);
    event.result = 'Error';
    event.details = details;
    this.#record.message = 'Error';
  }

  /** An event that begins and ends in the same moment. */
  note(event: string, host: string): void {
    this.end(this.begin(event, host));
  }
}

/** The control plane's host in events: conductor and API. */
export const CONTROLLER = 'ctl';
