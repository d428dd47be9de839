import { sleep } from '@opsbook/context';
import { type AnyRunbook, type RunRecord, memoryEngine } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { type TestCloud, ann } from './cloud.test-support.ts';

/**
 * A run that is cancelled when it has done all its work and has not ended yet, as when it is a part of a longer one.
 * @param meanwhile what somebody else does before that
 */
export async function cancelledAfter(
  { connect, clock }: TestCloud,
  runbook: AnyRunbook<Services>,
  input: object,
  meanwhile: () => void = () => undefined,
): Promise<RunRecord> {
  const lingering: AnyRunbook<Services> = {
    ...runbook,
    async run(ctx, given) {
      const output: unknown = await runbook.run(ctx, given);
      await ctx.sleep(3600);
      return output;
    },
  };
  const engine = memoryEngine({ connect, clock, runbooks: [lingering], version: 'test' });
  const { id } = await engine.start({ runbook: runbook.name, input, requestedBy: ann });
  const { ended } = await engine.execute(id);
  void sleep(clock, 60_000).then(() => {
    meanwhile();
    return engine.cancel(id, ann, 'not today');
  });
  const run = await ended;
  await engine.close();
  return run;
}
