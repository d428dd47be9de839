import type { Cluster } from './cluster.ts';

/** Who is notified, by name. */
export interface Receiver {
  name: string;
}

export async function listReceivers(cluster: Cluster): Promise<Receiver[]> {
  const receivers = await cluster.request<Receiver[]>({
    method: 'GET',
    path: '/receivers',
    label: 'list the receivers',
    repeatable: true,
    answer: 'array',
  });
  return receivers.map(({ name }) => ({ name }));
}
