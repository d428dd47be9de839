import { expect, it } from '@jest/globals';
import { Secret, isoNow } from '@opsbook/context';
import { overrideStore } from '../testing/override-store.ts';
import { ToyCloud } from '../testing/toy-cloud.ts';
import { begin, engineOf, toyRun } from '../testing/toy-runbooks.ts';
import { MemoryStore } from './memory-store.ts';

it('exports no secret that only the exporting process knows', async () => {
  const cloud = new ToyCloud();
  const body = toyRun((ctx) => ctx.read('motd', async () => 'welcome'));
  const disk = new MemoryStore();
  const { id, ended } = await begin(engineOf(cloud, [body], disk));
  await ended;
  // As another process wrote it, before anybody here met the secret.
  const at = isoNow(cloud.clock);
  const file = overrideStore(disk, {
    journal: () => [{ path: 'motd', value: { value: 'hush-late' }, startedAt: at, at }],
  });
  const secret = new Secret('hush-late');
  const exported = await engineOf(cloud, [body], file).export(id);
  expect(exported.journal).toMatchObject([{ path: 'motd', value: { value: '***' } }]);
  expect(JSON.stringify(exported)).not.toContain(secret.reveal());
});
