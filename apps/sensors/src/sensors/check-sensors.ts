import { type AnyRunbook, isRunbookError, parseInput } from '@opsbook/runbook';
import { type Config, ConfigError, type Fault } from '@opsbook/services';
import * as z from 'zod';

/**
 * Refuses sensors that cannot look.
 * @throws ConfigError CONFIG_INVALID with every fault: an unknown runbook, one that changes something or has no findings, a wrong input
 */
export function checkSensors({ serve }: Pick<Config, 'serve'>, runbooks: readonly AnyRunbook[]): void {
  const faults = Object.entries(serve.sensors).flatMap(([name, { run, input }]) => {
    const runbook = runbooks.find((one) => one.name === run);
    const found = runbook === undefined ? [['run', `there is no runbook '${run}'`]] : faultsOf(runbook, input);
    return found.map(([key, message]): Fault => ({ path: `serve.sensors.${name}.${key}`, message: String(message) }));
  });
  if (faults.length > 0) throw new ConfigError('CONFIG_INVALID', 'the sensors cannot look:', faults);
}

function faultsOf(runbook: AnyRunbook, input: unknown): [string, string][] {
  const { name, risk } = runbook;
  const output: unknown = runbook.output;
  const faults: [string, string][] = [];
  if (risk !== 'read-only') faults.push(['run', `${name} changes something: a sensor only looks`]);
  if (!(output instanceof z.ZodObject && 'findings' in output.shape)) {
    faults.push(['run', `the report of ${name} has no findings`]);
  }
  try {
    parseInput(runbook, input);
  } catch (error) {
    if (!isRunbookError(error)) throw error;
    const details = error.details as { faults?: { path: string; message: string }[] } | undefined;
    for (const { path, message } of details?.faults ?? []) {
      faults.push([path === '' ? 'input' : `input.${path}`, message]);
    }
  }
  return faults;
}
