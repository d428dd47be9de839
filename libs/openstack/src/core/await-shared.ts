import { currentScope } from '@opsbook/context';
import { OpenStackError } from './errors.ts';

/**
 * Waits for work that several steps share (a login), but no longer than the step that waits may run. The work goes on for
 * the others.
 * @param what what is waited for: "log in to cloud 'prod'"
 * @throws OPENSTACK_ABORTED when the step's signal ends the waiting
 */
export function awaitShared<T>(work: Promise<T>, what: string): Promise<T> {
  const signal = currentScope()?.signal;
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const onAbort = () =>
      reject(new OpenStackError('OPENSTACK_ABORTED', `${what}: not waited for any longer`, { cause: signal.reason }));
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    if (signal.aborted) onAbort();
  });
}
