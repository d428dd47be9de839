import { RunbookError, StepError } from '../errors.ts';
import type { AnyRunbook } from '../define-runbook.ts';
import { toJson } from '../to-json.ts';
import { parseInput } from '../parse-input.ts';
import { refuseSecrets } from '../refuse-secrets.ts';
import type { ChildEnd } from '../run-record.ts';
import type { RunState } from '../run-state.ts';
import { type Strand, strandOf } from '../strand.ts';
import { reported } from './report.ts';

/** How the body of a runbook is run on a strand; given by whoever knows the services. */
export type Body = (runbook: AnyRunbook, strand: Strand, input: unknown) => Promise<unknown>;

/** Runs a registered runbook as a child, with a record and leases of its own. */
export async function child(
  run: RunState,
  strand: Strand,
  runbook: AnyRunbook,
  input: unknown,
  name: string,
  body: Body,
): Promise<unknown> {
  const path = run.claim(strand, name);
  return await reported(run, strand, path, 'run', async () => {
    // A schema would take an unknown value for a wrong one.
    if (run.planning) toJson(input, path);
    const { given, parsed } = parseInput(runbook, input);
    if (run.planning) {
      refuseSecrets(runbook.name, given);
      const group = run.note(strand, path, 'run', 'group', { name: `${name}: ${runbook.summary}` });
      const value = await run.lanes.lane(path, strand.lane, async (lane) => {
        const own = strandOf(lane, strand.shielded);
        group.children = own.nodes;
        const output = await body(runbook, own, parsed);
        if (own.changed) strand.changed = true;
        return output;
      });
      return { status: 'done', value };
    }
    const end = (await run.lanes.begin(strand.lane, {
      kind: 'child',
      path,
      runbook: runbook.name,
      input: given,
    })) as ChildEnd;
    if (end.changed) strand.changed = true;
    if (end.status === 'done') return { status: end.changed ? 'changed' : 'unchanged', value: end.output };
    throw ended(run, path, end);
  });
}

function ended(run: RunState, path: string, end: ChildEnd): RunbookError | StepError {
  if (end.status === 'cancelled' && run.cancelled) return new RunbookError('CANCELLED', 'the run was asked to stop');
  if (end.error !== undefined) return new StepError(end.error);
  return new RunbookError('RUN_FAILED', `the child run ${end.id} at '${path}' ended ${end.status}`);
}
