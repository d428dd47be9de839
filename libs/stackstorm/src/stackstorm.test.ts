import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { VirtualClock, unrestricted } from '@opsbook/context';
import { type StackstormClient, stackstorm, isStackstormError } from './index.ts';
import { type StackstormSimulator, startStackstorm } from './testing/index.ts';

let sim: StackstormSimulator;
let client: StackstormClient;
beforeEach(async () => {
  const clock = new VirtualClock();
  sim = await startStackstorm({ clock });
  client = stackstorm({ url: sim.url, context: { guard: unrestricted, clock } });
});
afterEach(async () => {
  client.close();
  await sim.stop();
});

test('says which version it is', async () => {
  sim.version = '2.3';
  expect(await client.version()).toBe('2.3');
});

test('says what went wrong', async () => {
  sim.fault.always('GET /api/status', { status: 404 });
  const error = await client.version().catch((thrown: unknown) => thrown);
  expect(isStackstormError(error)).toBe(true);
  expect(error).toMatchObject({ code: 'STACKSTORM_NOT_FOUND', kind: 'not-found', status: 404 });
});
