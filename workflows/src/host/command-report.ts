import type { ItemReport } from '@opsbook/runbook';
import type { ExecResult } from '@opsbook/ssh';
import type { CommandReport } from './command-fields.ts';

/** What of a result is kept. */
export const reportOf = ({ host, ok, code, signal, stdout, stderr, truncated }: ExecResult): CommandReport => ({
  host,
  ok,
  code,
  signal,
  stdout,
  stderr,
  truncated: truncated.stdout || truncated.stderr,
  why: ok ? null : signal === null ? `it exited with ${code ?? 'nothing'}` : `it was ended by ${signal}`,
});

/** One for each host, also where nothing was run. */
export const reportsOf = (items: readonly ItemReport<CommandReport>[]): CommandReport[] =>
  items.map(
    ({ key: host, value, why = 'it was not run' }) =>
      value ?? { host, ok: false, code: null, signal: null, stdout: '', stderr: '', truncated: false, why },
  );

/** Which hosts it did not go well on, in a line; undefined where it did everywhere. */
export function failuresOf(reports: readonly CommandReport[]): string | undefined {
  const bad = reports.filter(({ ok }) => !ok);
  if (bad.length === 0) return undefined;
  const named = bad.map(({ host, why }) => `${host} (${why ?? 'failed'})`).join(', ');
  return `${bad.length} of ${reports.length} hosts: ${named}`;
}
