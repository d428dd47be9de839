import { SshError } from './errors.ts';

/** What became of one host: how its command ended, or why there is no result. */
export type HostOutcome<T> =
  { host: string; result: T; error?: undefined } | { host: string; error: Error; result?: undefined };

/** Does something for each host, so many at once, and goes on after failures. In the order of the hosts. */
export async function onAll<T>(
  hosts: readonly string[],
  concurrency: number,
  work: (host: string) => Promise<T>,
): Promise<HostOutcome<T>[]> {
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new SshError('SSH_INVALID_INPUT', 'concurrency is a whole number of at least 1');
  }
  const outcomes: HostOutcome<T>[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < hosts.length; index = next++) {
      const host = hosts[index] ?? '';
      try {
        outcomes[index] = { host, result: await work(host) };
      } catch (error) {
        outcomes[index] = { host, error: error as Error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, hosts.length) }, lane));
  return outcomes;
}
