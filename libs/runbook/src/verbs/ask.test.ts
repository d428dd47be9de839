import { describe, expect, it } from '@jest/globals';
import { ToyCloud } from '../testing/toy-cloud.ts';
import { begin, engineOf, play, toyRun, until } from '../testing/toy-runbooks.ts';

describe('ask', () => {
  it('needs as many approvers as it says, not the requester, and ends refused on a no', async () => {
    for (const [decision, status] of [
      ['approved', 'done'],
      ['rejected', 'refused'],
    ] as const) {
      const cloud = new ToyCloud();
      const asking = toyRun((ctx) => ctx.ask('Reboot?', { count: 2 }));
      const engine = engineOf(cloud, [asking]);
      const { id, ended } = await begin(engine);
      await until(async () => (await engine.questions(id)).length === 1);
      const answer = (user: string, what: 'approved' | 'rejected') =>
        engine.answer(id, { path: '#ask:1', decision: what, by: { user, surface: 'test' } });
      await expect(answer('ann', 'approved')).rejects.toMatchObject({ code: 'ANSWER_REFUSED' });
      await answer('bob', 'approved');
      await answer('bob', 'approved');
      expect(await engine.questions(id)).toMatchObject([{ approvedBy: ['bob'] }]);
      await answer('cem', decision);
      expect(await ended).toMatchObject({ status });
    }
  });

  it('gives up after its time', async () => {
    const { run } = await play(new ToyCloud(), (ctx) => ctx.ask('Anybody?', { timeout: 60 }));
    expect(run).toMatchObject({ status: 'refused', error: { code: 'NOT_APPROVED' } });
  });
});
