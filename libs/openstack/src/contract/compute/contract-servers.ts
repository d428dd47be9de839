/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { afterAll } from '@jest/globals';
import { type ContractTarget, PREFIX, type TargetOf, until } from '../contract-target.ts';
import type { Json, Wire, WireAnswer } from '../wire.ts';

/** The servers that the contract has made. */
const made: string[] = [];
let count = 0;

/** Makes a server that runs. */
export async function bootServer(target: ContractTarget, wire: Wire = target.admin): Promise<string> {
  const onto = wire === target.admin ? { host: target.host } : {};
  const answer = await createServer(target, wire, onto);
  if (answer.status !== 202) throw new Error(`no server: ${answer.status} ${JSON.stringify(answer.body)}`);
  const { id } = (answer.body as { server: { id: string } }).server;
  await untilIdle(target, id, 'ACTIVE');
  return id;
}

/** Asks for a server with a name of its own. */
export async function createServer(target: ContractTarget, wire: Wire, more: object = {}): Promise<WireAnswer> {
  count += 1;
  const server = {
    name: `${PREFIX}${count}`,
    flavorRef: target.flavor,
    imageRef: target.image,
    networks: 'none',
    ...more,
  };
  const answer = await wire.nova('POST', '/servers', { body: { server } });
  const id = (answer.body as { server?: { id: string } }).server?.id;
  if (id !== undefined) made.push(id);
  return answer;
}

export const act = (wire: Wire, id: string, body: unknown, version?: string): Promise<WireAnswer> =>
  wire.nova('POST', `/servers/${id}/action`, { body, ...(version !== undefined && { version }) });

/** The server, or undefined when it is gone. */
export async function look(target: ContractTarget, id: string): Promise<Json> {
  const answer = await target.admin.nova('GET', `/servers/${id}`);
  return answer.status === 404 ? undefined : (answer.body as { server: Json }).server;
}

export const untilIdle = (target: ContractTarget, id: string, status: string): Promise<Json> =>
  until(
    target,
    () => look(target, id),
    (server) => server?.status === status && server['OS-EXT-STS:task_state'] === null,
  );

/** The server's newest migration; undefined when it has none. */
export async function newestMigration(target: ContractTarget, id: string): Promise<Json> {
  const { body } = await target.admin.nova('GET', `/os-migrations?instance_uuid=${id}`);
  return (body as { migrations: Json[] }).migrations[0];
}

/** The newest migration when it has reached one of the statuses. */
export const untilMigration = (target: ContractTarget, id: string, ...statuses: string[]): Promise<Json> =>
  until(
    target,
    () => newestMigration(target, id),
    (migration) => statuses.includes(migration?.status as string),
  );

/** The action that an answer began. */
export async function actionOf(target: ContractTarget, id: string, { headers }: WireAnswer): Promise<Json> {
  const requestId = headers['x-openstack-request-id'] ?? '';
  const { body } = await target.admin.nova('GET', `/servers/${id}/os-instance-actions/${requestId}`);
  return (body as { instanceAction: Json }).instanceAction;
}

/** Its events and their results, oldest first: `compute_stop_instance Success`. */
export const eventsOf = (action: Json): string[] =>
  (action.events as { event: string; result: string | null }[])
    .map(({ event, result }) => `${event} ${String(result)}`)
    .sort();

/** Registers with the group of tests that what it has made goes when it ends: quotas are small. */
export function cleanUpAfter(target: TargetOf): void {
  afterAll(async () => {
    const { admin } = target();
    const ids = made.splice(0);
    for (const id of ids) await admin.nova('DELETE', `/servers/${id}`);
    for (const id of ids) {
      await until(
        target(),
        () => look(target(), id),
        (server) => server === undefined,
      );
    }
    const { body } = await admin.glance('GET', '/images?limit=1000');
    for (const { id, name } of (body as { images: { id: string; name: string | null }[] }).images) {
      if (name?.startsWith(PREFIX) === true) await admin.glance('DELETE', `/images/${id}`);
    }
  });
}
