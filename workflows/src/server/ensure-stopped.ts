import { type Look, type RunContext, absent, done, failed, keep, underway } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { actionsBefore, failureOf, ownAction } from './trace.ts';

const STOP = ['stop'];

/** Stops a running server. Taken back by starting it, if it is still off. */
export async function ensureStopped(step: RunContext<Services>, cloudName: string, id: string): Promise<void> {
  const cloud = step.services.openstack(cloudName);
  const { servers } = cloud.compute;
  const known = await step.read('stops before', () => actionsBefore(cloud, id, STOP));
  await step.ensure<unknown>('stopped', {
    check: async (): Promise<Look<unknown>> => {
      // The action first: nova stops the server before it ends the record.
      const action = await ownAction(cloud, id, known, STOP);
      const { status, taskState, fault } = await servers.get(id);
      if (taskState !== null) return underway({ state: taskState });
      if (status === 'SHUTOFF') return done({ status });
      if (status === 'ERROR') return failed(`it is in ERROR: ${fault?.message ?? 'no fault'}`);
      // A stop that fails leaves it as it was, without a fault.
      const failure = failureOf(action);
      if (failure !== undefined) return failed(failure, action?.requestId);
      if (status !== 'ACTIVE') return failed(`it is ${status}`);
      const ended = action === undefined || action.events?.some(({ result }) => result === 'Success') === true;
      return ended ? absent({ status }) : underway({ state: 'accepted' });
    },
    change: () => servers.stop(id),
    undo: async () => {
      const { status } = await servers.get(id);
      if (status !== 'SHUTOFF') keep(`it is ${status} meanwhile`);
      await servers.start(id);
    },
    assume: undefined,
    every: 2,
    timeout: 900,
  });
}
