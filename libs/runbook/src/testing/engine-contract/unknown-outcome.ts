import { absent, done } from '../../look.ts';
import type { RunContext } from '../../run-context.ts';
import type { Toy } from '../toy-cloud.ts';
import { bob, toyRun } from '../toy-runbooks.ts';
import type { EngineCase } from './engine-case.ts';
import { Halt } from './halt.ts';
import { Stage } from './stage.ts';

/** A mail whose process dies before or after it went out, and before it could say so. */
function mailed(stage: Stage, { dies, find }: { dies: 'before' | 'after'; find: boolean }) {
  const halt = new Halt();
  const send = async (services: Toy) => {
    if (dies === 'before') await halt.here();
    const mails = await services.mail('hello');
    if (dies === 'after') await halt.here();
    return mails;
  };
  const look = async (services: Toy) => ((await services.mails()).includes('hello') ? done(1) : absent());
  const mail = ({ services, ...ctx }: RunContext<Toy>) =>
    ctx.once('mail', () => send(services), { assume: 7, ...(find && { find: () => look(services) }) });
  const body = toyRun(mail);
  const die = async () => {
    const first = stage.process([body]);
    const { id } = await stage.begin(first.engine);
    await halt.reached;
    await first.kill();
    const { engine } = stage.process([body]);
    const { ended } = await engine.execute(id);
    return { id, engine, ended };
  };
  return die();
}

/** An effect that a crash left open. */
export const unknownOutcomeCases: readonly EngineCase[] = [
  {
    name: 'an effect that took place is found and not made again',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { ended } = await mailed(stage, { dies: 'after', find: true });
      claims.matches(await ended, { status: 'done', output: 1, changed: true });
      claims.equal(stage.cloud.mails, ['hello']);
    },
  },
  {
    name: 'an effect that did not take place is not found, and made',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { ended } = await mailed(stage, { dies: 'before', find: true });
      claims.matches(await ended, { status: 'done', output: 1 });
      claims.equal(stage.cloud.mails, ['hello']);
    },
  },
  {
    name: 'where nothing can tell a person does: it is done',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { id, engine, ended } = await mailed(stage, { dies: 'after', find: false });
      await stage.until(async () => (await engine.questions(id)).length === 1);
      const [open] = await engine.questions(id);
      claims.matches(open, { purpose: 'outcome', path: 'mail#outcome' });
      const wrong = engine.answer(id, { path: open!.path, decision: 'approved', by: bob });
      await claims.rejects(wrong, 'ANSWER_REFUSED');
      claims.equal(stage.cloud.mails, ['hello']);
      await stage.answer(engine, id, 'done');
      claims.matches(await ended, { status: 'done', output: 7 });
      claims.equal(stage.cloud.mails, ['hello']);
    },
  },
  {
    name: 'where nothing can tell a person does: it is not done, and is then made',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { id, engine, ended } = await mailed(stage, { dies: 'before', find: false });
      await stage.until(async () => (await engine.questions(id)).length === 1);
      claims.equal(stage.cloud.mails, []);
      await stage.answer(engine, id, 'not-done');
      claims.matches(await ended, { status: 'done', output: 1 });
      claims.equal(stage.cloud.mails, ['hello']);
    },
  },
  {
    name: 'a cancel while nobody has said ends the run and says what is unknown',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { id, engine, ended } = await mailed(stage, { dies: 'after', find: false });
      await stage.until(async () => (await engine.questions(id)).length === 1);
      await stage.cancel(engine, id);
      const error = { code: 'OUTCOME_UNKNOWN', outcomeUnknown: true };
      claims.matches(await ended, { status: 'cancelled', error });
      claims.equal(stage.cloud.mails, ['hello']);
    },
  },
];
