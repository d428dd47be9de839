/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { afterAll } from '@jest/globals';
import { PREFIX, type TargetOf } from '../contract-target.ts';
import type { Json, WireAnswer } from '../wire.ts';

export const ZERO = '00000000-0000-0000-0000-000000000000';
export const AGGREGATE = '11111111-1111-4111-8111-111111111111';
/** What the contract's own consumer is called, and its project. */
export const CONSUMER = '22222222-2222-4222-8222-222222222222';
export const PROJECT = `${PREFIX}project`;

/** Status, code and the service's own words. */
export function errorOf({ status, body }: WireAnswer): [number, string, string] {
  const [error] = body.errors as [{ code: string; detail: string }];
  return [status, error.code, error.detail.split('\n\n').slice(1).join(' ').trim()];
}

/** A resource provider of the contract's own. */
export async function makeProvider(target: TargetOf, name: string): Promise<Json> {
  const { body } = await target().admin.placement('POST', '/resource_providers', {
    body: { name: `${PREFIX}${name}` },
  });
  return body;
}

/** Registers that the group's providers and consumer go when it ends. */
export function cleanUpProvidersAfter(target: TargetOf): void {
  afterAll(async () => {
    const { admin } = target();
    await admin.placement('DELETE', `/allocations/${CONSUMER}`);
    const { body } = await admin.placement('GET', '/resource_providers');
    for (const { uuid, name } of body.resource_providers as { uuid: string; name: string }[]) {
      if (name.startsWith(PREFIX)) await admin.placement('DELETE', `/resource_providers/${uuid}`);
    }
  });
}

/** The provider of a hypervisor, whose name is the host's. */
export async function hostProvider(target: TargetOf, host: string): Promise<Json> {
  const { body } = await target().admin.placement('GET', `/resource_providers?name=${host}`);
  return body.resource_providers[0];
}
