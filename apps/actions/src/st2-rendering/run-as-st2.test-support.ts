import { systemClock } from '@opsbook/context';
import { localShellRunner, type ParameterSources, renderParameters } from '@opsbook/stackstorm/testing';

const run = localShellRunner();

/** Runs `cmd` of an execution as StackStorm's local runner does. @returns what it has for its standard output. */
export async function runAsSt2(sources: ParameterSources): Promise<unknown> {
  const { result } = await run({
    ...{ id: '5e1f0c0ffee0000000000001', action: 'opsbook.any', pack: 'opsbook', runner: 'local-shell-cmd' },
    ...{ parameters: renderParameters(sources), context: sources.context },
    ...{ apiUrl: 'http://127.0.0.1:9101/v1', token: 'secret', clock: systemClock },
    ...{ signal: new AbortController().signal, write: () => undefined },
  });
  const { succeeded, stdout, stderr } = result as { succeeded: boolean; stdout: unknown; stderr: unknown };
  if (!succeeded) throw new Error(`it failed: ${String(stderr)}`);
  return stdout;
}
