/* oxlint-disable typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { afterAll } from '@jest/globals';
import { type ContractTarget, PREFIX, type TargetOf, until } from '../contract-target.ts';
import type { Json, Wire, WireAnswer } from '../wire.ts';

export const ZERO = '00000000-0000-0000-0000-000000000000';

/** What the contract has made, with who made it. */
const volumes: string[] = [];
const snapshots: string[] = [];
const types: string[] = [];

/** Status, kind and message of an error. */
export function errorOf({ status, body }: WireAnswer): unknown[] {
  const [[kind, error] = []] = Object.entries((body ?? {}) as Record<string, Json>);
  return [status, kind, error?.message];
}

export const bad = (message: string): unknown[] => [400, 'badRequest', message];
export const absent = (message: string): unknown[] => [404, 'itemNotFound', message];
export const forbidden = (rule: string): unknown[] => [
  403,
  'forbidden',
  `Policy doesn't allow ${rule} to be performed.`,
];

/** Asks for a volume; of 1 GiB unless told otherwise. */
export async function askVolume(wire: Wire, more: object = {}, version?: string): Promise<WireAnswer> {
  const volume = { name: `${PREFIX}volume`, size: 1, ...more };
  const answer = await wire.cinder('POST', '/volumes', { body: { volume }, ...(version !== undefined && { version }) });
  const id = (answer.body as { volume?: { id: string } }).volume?.id;
  if (id !== undefined) volumes.push(id);
  return answer;
}

/** Makes a volume that is available. */
export async function makeVolume(target: ContractTarget, more: object = {}, wire: Wire = target.member): Promise<Json> {
  const answer = await askVolume(wire, more);
  if (answer.status !== 202) throw new Error(`no volume: ${answer.status} ${JSON.stringify(answer.body)}`);
  return untilVolume(target, answer.body.volume.id as string, 'available');
}

/** Asks for a snapshot. */
export async function askSnapshot(wire: Wire, given: object, version?: string): Promise<WireAnswer> {
  const snapshot = { name: `${PREFIX}snapshot`, ...given };
  const answer = await wire.cinder('POST', '/snapshots', {
    body: { snapshot },
    ...(version !== undefined && { version }),
  });
  const id = (answer.body as { snapshot?: { id: string } }).snapshot?.id;
  if (id !== undefined) snapshots.push(id);
  return answer;
}

/** Asks for a volume type. */
export async function askType(wire: Wire, given: object): Promise<WireAnswer> {
  const answer = await wire.cinder('POST', '/types', { body: { volume_type: given } });
  const id = (answer.body as { volume_type?: { id: string } }).volume_type?.id;
  if (id !== undefined) types.push(id);
  return answer;
}

export const act = (wire: Wire, id: string, body: unknown, version?: string): Promise<WireAnswer> =>
  wire.cinder('POST', `/volumes/${id}/action`, { body, ...(version !== undefined && { version }) });

/** The volume as an admin sees it, or undefined when it is gone. */
export const lookAt = (target: ContractTarget, id: string): Promise<Json> => look(target, 'volume', id);

async function look({ admin }: ContractTarget, kind: 'volume' | 'snapshot', id: string): Promise<Json> {
  const answer = await admin.cinder('GET', `/${kind}s/${id}`);
  return answer.status === 404 ? undefined : (answer.body as Record<string, Json>)[kind];
}

export const untilVolume = (target: ContractTarget, id: string, status: string | undefined): Promise<Json> =>
  until(
    target,
    () => lookAt(target, id),
    (volume) => volume?.status === status,
    0.05,
  );

export const untilSnapshot = (target: ContractTarget, id: string, status: string | undefined): Promise<Json> =>
  until(
    target,
    () => look(target, 'snapshot', id),
    (snapshot) => snapshot?.status === status,
    0.05,
  );

/** Registers with the group of tests that what it has made goes when it ends: quotas are small. */
export function cleanUpVolumesAfter(target: TargetOf): void {
  afterAll(async () => {
    const { admin } = target();
    const gone = async (kind: 'volume' | 'snapshot', ids: string[]) => {
      for (const id of ids) {
        const reset = {
          'os-reset_status': { status: 'error', ...(kind === 'volume' && { attach_status: 'detached' }) },
        };
        await admin.cinder('POST', `/${kind}s/${id}/action`, { body: reset });
        await admin.cinder('DELETE', `/${kind}s/${id}`);
      }
      for (const id of ids) {
        await until(
          target(),
          () => look(target(), kind, id),
          (seen) => seen === undefined,
        );
      }
    };
    await gone('snapshot', snapshots.splice(0));
    await gone('volume', volumes.splice(0));
    for (const id of types.splice(0)) await admin.cinder('DELETE', `/types/${id}`);
  });
}
