import { beforeEach, describe, expect, it } from '@jest/globals';
import { Secret } from '@opsbook/context';
import { askFor, others, planOf, processOf, says } from './approvals.test-support.ts';
import type { ApprovalRule } from './approvals.ts';
import { memoryEngine } from './embedded/memory-engine.ts';
import { MemoryStore } from './embedded/memory-store.ts';
import { overrideStore } from './testing/override-store.ts';
import { ToyCloud } from './testing/toy-cloud.ts';
import { ann, bob, switchOn, toyRun, until } from './testing/toy-runbooks.ts';

let cloud: ToyCloud;
let disk: MemoryStore;
const process = (approvals?: readonly ApprovalRule[]) => processOf(cloud, disk, approvals);
const finish = async (engine: ReturnType<typeof process>, id: string) => await (await engine.execute(id)).ended;

beforeEach(() => {
  cloud = new ToyCloud();
  disk = new MemoryStore();
});

describe('a run that a rule wants approved', () => {
  it('is refused without its plan, with the plan of another run, and where too few could approve it', async () => {
    const request = { runbook: 'switch.on', input: { name: 'a' }, requestedBy: ann };
    const engine = process();
    await expect(engine.start(request)).rejects.toMatchObject({
      code: 'PLAN_REQUIRED',
      kind: 'refused',
      message: expect.stringContaining("the rule 'others'") as unknown,
    });
    const another = await planOf(cloud, 'b');
    await expect(engine.start({ ...request, plan: another })).rejects.toMatchObject({ code: 'PLAN_REQUIRED' });
    const plan = await planOf(cloud);
    const widened = { ...plan, paths: [...plan.paths, 'off'] };
    await expect(engine.start({ ...request, plan: widened })).rejects.toMatchObject({ code: 'PLAN_REQUIRED' });
    const opened = { ...plan, unknown: [''] };
    await expect(engine.start({ ...request, plan: opened })).rejects.toMatchObject({ code: 'PLAN_REQUIRED' });
    const tooFew = process([{ match: {}, approvers: ['ann', 'bob'], count: 2 }]);
    await expect(tooFew.start({ ...request, plan })).rejects.toMatchObject({ code: 'NOT_APPROVED' });
    expect(await engine.list()).toEqual([]);
  });

  it('waits for others before its first step and its leases, whatever its requester has said', async () => {
    const engine = process();
    const id = await askFor(engine, cloud, { approval: 'given' });
    const release = cloud.clock.hold();
    const execution = await engine.execute(id);
    await until(() => execution.standsStill);
    expect(await engine.leases()).toEqual([]);
    await expect(says(engine, id, 'ann')).rejects.toMatchObject({ code: 'ANSWER_REFUSED' });
    expect(cloud.effects).toEqual([]);
    await says(engine, id, 'bob');
    release();
    expect(await execution.ended).toMatchObject({ status: 'done', approval: 'required' });
    expect(cloud.effects).toEqual(['a on']);
  });

  it('can be read and approved before anybody executes it', async () => {
    const engine = process([{ ...others, approvers: ['bob', 'cem'], count: 2 }]);
    const id = await askFor(engine, cloud, { queued: true });
    const { hash } = await planOf(cloud);
    expect(await engine.get(id)).toMatchObject({ status: 'waiting', plan: { hash, paths: ['on'], unknown: [] } });
    expect(await engine.get(id)).not.toHaveProperty('plan.changes');
    expect(await engine.get(id)).not.toHaveProperty('owner');
    const question = {
      path: '#approval',
      purpose: 'approval',
      approvers: ['bob', 'cem'],
      requesterMay: false,
      count: 2,
    };
    const asks = { ...question, rule: 'others', plan: hash, until: '2030-01-02T00:00:00.000Z' };
    expect(await engine.questions(id)).toMatchObject([{ ...asks, approvedBy: [], missing: 2 }]);
    const changes = [{ path: 'on', name: 'on', status: 'would-change' }];
    expect(await engine.events(id)).toMatchObject([{ type: 'asked', path: '#approval', plan: { hash, changes } }]);
    await says(engine, id, 'bob', { reason: 'fine', plan: hash.slice(0, 8) });
    expect(await engine.questions(id)).toMatchObject([{ approvedBy: ['bob'], missing: 1 }]);
    await says(engine, id, 'cem');
    expect(await engine.questions(id)).toEqual([]);
    await expect(says(engine, id, 'cem')).rejects.toMatchObject({ code: 'ANSWER_REFUSED' });
    expect(await finish(process([]), id)).toMatchObject({ status: 'done' });
    expect((await engine.events(id)).filter(({ type }) => type === 'asked')).toHaveLength(1);
    expect(await engine.audit({ kind: ['requested', 'answered'] })).toMatchObject([
      { kind: 'requested', by: ann, details: { plan: hash, approvalPolicy: { rule: 'others', count: 2 } } },
      { by: { user: 'bob', surface: 'test' }, details: { decision: 'approved', reason: 'fine', plan: hash } },
      { by: { user: 'cem', surface: 'test' }, details: { decision: 'approved', plan: hash } },
    ]);
  });

  it('keeps what was required of it when the rules change', async () => {
    const strict = await askFor(process(), cloud);
    await expect(says(process([]), strict, 'ann')).rejects.toMatchObject({ code: 'ANSWER_REFUSED' });
    expect(await process([]).questions(strict)).toMatchObject([{ rule: 'others' }]);
    const free = await askFor(process([]), cloud);
    expect(await process().questions(free)).toEqual([]);
    expect(await finish(process(), free)).toMatchObject({ status: 'done' });
  });

  it.each<[string, [string, 'approved' | 'rejected'][], string]>([
    [
      'two people have said yes',
      [
        ['bob', 'approved'],
        ['cem', 'approved'],
      ],
      'done',
    ],
    [
      'one has said yes twice, and nobody else',
      [
        ['bob', 'approved'],
        ['bob', 'approved'],
      ],
      'refused',
    ],
    [
      'one has said yes and then no',
      [
        ['bob', 'approved'],
        ['bob', 'rejected'],
      ],
      'refused',
    ],
    ['one has said no and then another yes', [['bob', 'rejected']], 'refused'],
  ])('that needs two ends as it must when %s', async (_when, answers, status) => {
    const engine = process([{ ...others, count: 2 }]);
    const id = await askFor(engine, cloud);
    for (const [user, decision] of answers) await says(engine, id, user, { decision, reason: `as ${user} saw it` });
    const no = answers.some(([, decision]) => decision === 'rejected');
    if (no) await expect(says(engine, id, 'dan')).rejects.toMatchObject({ code: 'ANSWER_REFUSED' });
    const run = await finish(engine, id);
    expect(run).toMatchObject({ status });
    expect(cloud.effects).toEqual(status === 'done' ? ['a on'] : []);
    const why = no ? /^bob said no .* as bob saw it$/ : /^fewer than 2 people approved it within 24 h/;
    if (status !== 'done')
      expect(run.error).toMatchObject({ code: 'NOT_APPROVED', message: expect.stringMatching(why) });
  });

  it('counts the yes of two people in two processes at the same moment', async () => {
    const id = await askFor(process([{ ...others, count: 2 }]), cloud);
    await Promise.all([says(process(), id, 'bob'), says(process(), id, 'cem')]);
    expect(await finish(process(), id)).toMatchObject({ status: 'done' });
  });

  it('is approved by those whom the rule names, exactly, and by the requester only if it says so', async () => {
    const named = { ...others, approvers: ['ann', 'bob'] };
    const answerOf = async (rule: ApprovalRule, user: string) => {
      const id = await askFor(process([rule]), cloud);
      return await says(process(), id, user).then(
        () => 'taken',
        (error: unknown) => (error as { code: string }).code,
      );
    };
    expect(await answerOf(named, 'Bob')).toBe('ANSWER_REFUSED');
    expect(await answerOf(named, 'cem')).toBe('ANSWER_REFUSED');
    expect(await answerOf(named, 'ann')).toBe('ANSWER_REFUSED');
    expect(await answerOf({ ...named, requesterMay: true }, 'ann')).toBe('taken');
    expect(await answerOf({ ...others, requesterMay: true }, 'ann')).toBe('taken');
    expect(await answerOf({ ...named, approvers: ['bob'], requesterMay: true }, 'ann')).toBe('ANSWER_REFUSED');
  });

  it('is not approved by its requester under a name that the ledger may not hold', async () => {
    const engine = process();
    const requestedBy = { user: new Secret('hush-ann').reveal(), surface: 'test' };
    const id = await askFor(engine, cloud, { requestedBy });
    expect(await engine.get(id)).toMatchObject({ requestedBy: { user: '***' } });
    await expect(says(engine, id, 'hush-ann')).rejects.toMatchObject({ code: 'ANSWER_REFUSED' });
    await says(engine, id, 'bob');
    expect(await finish(engine, id)).toMatchObject({ status: 'done' });
  });

  it('is approved for the plan that was seen, and for no other', async () => {
    const engine = process();
    const id = await askFor(engine, cloud);
    const { hash } = await planOf(cloud);
    for (const plan of [(await planOf(cloud, 'b')).hash, hash.slice(0, 7), '']) {
      await expect(says(engine, id, 'bob', { plan })).rejects.toMatchObject({ code: 'ANSWER_REFUSED' });
    }
    await says(engine, id, 'bob', { plan: hash });
    expect(await finish(engine, id)).toMatchObject({ status: 'done' });
  });

  it('ends cancelled when it is cancelled meanwhile, executed or not', async () => {
    for (const executed of [true, false]) {
      const engine = process();
      const id = await askFor(engine, cloud);
      const release = cloud.clock.hold();
      const execution = executed ? await engine.execute(id) : undefined;
      if (execution !== undefined) await until(() => execution.standsStill);
      await engine.cancel(id, bob, 'enough');
      await expect(says(engine, id, 'bob')).rejects.toMatchObject({ code: 'ANSWER_REFUSED' });
      release();
      expect(await (execution ?? (await engine.execute(id))).ended).toMatchObject({
        status: 'cancelled',
        changed: false,
      });
    }
    expect(cloud.effects).toEqual([]);
  });

  it('needs nothing for what it starts: that is part of its plan', async () => {
    const two = toyRun(async (ctx) => {
      for (const name of ['a', 'b']) await ctx.run(switchOn, { name }, { name });
    });
    const approvals = [{ match: { runbook: ['switch.*'] } }];
    const { connect, clock } = cloud;
    const engine = memoryEngine({ runbooks: [two, switchOn], version: 'test', connect, clock, store: disk, approvals });
    const { id } = await engine.start({ runbook: 'toy.test', input: {}, requestedBy: ann });
    expect(await finish(engine, id)).toMatchObject({ status: 'done' });
    expect(cloud.effects).toEqual(['a on', 'b on']);
  });

  it('is left alone by a queue until its question stands there', async () => {
    const owned: boolean[] = [];
    const store = overrideStore(disk, {
      append: async (id, epoch, write) => {
        owned.push(disk.getRun(id)?.owner !== undefined);
        await disk.append(id, epoch, write);
      },
    });
    const id = await askFor(processOf(cloud, store), cloud, { queued: true });
    expect(owned).toEqual([true]);
    expect(await process().get(id)).not.toHaveProperty('owner');
  });

  it('is executed from the queue once it is approved', async () => {
    const engine = process();
    const id = await askFor(engine, cloud, { queued: true });
    const work = engine.work({ concurrency: 1 });
    await until(async () => (await engine.get(id)).owner === undefined && (await engine.get(id)).status === 'running');
    expect(await engine.questions(id)).toHaveLength(1);
    await says(engine, id, 'bob');
    await until(async () => (await engine.get(id)).status === 'done');
    await work.stop();
  });
});
