/* oxlint-disable typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { afterAll, expect } from '@jest/globals';
import { PREFIX, type TargetOf } from '../contract-target.ts';
import type { Json, Wire, WireAnswer } from '../wire.ts';

export const ZERO = '00000000-0000-0000-0000-000000000000';
export const PATCH = { 'content-type': 'application/openstack-images-v2.1-json-patch' };

const made: { wire: Wire; id: string }[] = [];

/** An image without data, unless a format is taken away from it. */
export async function makeImage(wire: Wire, name: string, more: object = {}): Promise<Json> {
  const body = { name: `${PREFIX}${name}`, disk_format: 'raw', container_format: 'bare', ...more };
  const answer = await wire.glance('POST', '/images', { body });
  expect(answer.status).toBe(201);
  made.push({ wire, id: answer.body.id as string });
  return answer.body;
}

/** Status and message, without the markup that follows it. */
export const errorOf = ({ status, body }: WireAnswer): [number, string] => [
  status,
  (body.message as string).replace(/\s*(<br \/>\s*)+$/, ''),
];

export const sendData = (wire: Wire, id: string, text: string, part = 'file'): Promise<WireAnswer> =>
  wire.glance('PUT', `/images/${id}/${part}`, { body: Buffer.from(text) });

/** Registers with the group that the images made in it go when it ends. */
export function cleanUpImagesAfter(target: TargetOf): void {
  afterAll(async () => {
    for (const { id } of made.splice(0)) {
      const { admin } = target();
      const body = [{ op: 'add', path: '/protected', value: false }];
      await admin.glance('PATCH', `/images/${id}`, { headers: PATCH, body });
      await admin.glance('DELETE', `/images/${id}`);
    }
  });
}
