import type { MaintenanceState, StepName } from './maintain-report.ts';
import type { Progress } from './maintain-progress.ts';

const AGAIN = 'run hypervisor.maintain again: it goes on from there';

const NEXT: Record<StepName, string> = {
  silence: `mend what is to silence its alerts, then ${AGAIN}`,
  disable: `look why nova does not disable it, then ${AGAIN}`,
  notify: `mend the mails, then ${AGAIN}, without notify if they need not be sent`,
  drain: `move or delete what is left on it, then ${AGAIN}`,
  'verify-empty': `look whose the servers or allocations are, take them away, then ${AGAIN}`,
  patch: `look at the host, then ${AGAIN}`,
  reboot: `look at its console and bring it back, then ${AGAIN}`,
  enable: `look why nova does not see it up or does not enable it, then ${AGAIN}`,
  test: `look why no server can be built there, then ${AGAIN}`,
  unsilence: 'it is in service; lift its silences with hypervisor.unsilence',
};

/** What somebody has to do; null: nothing. */
export function nextText(failed: StepName | undefined, state: MaintenanceState): string | null {
  if (failed === undefined) return null;
  const left = state.testServers ?? [];
  const first = left.length === 0 ? '' : `look at and delete ${left.map(({ name }) => name).join(', ')}; `;
  return `${first}${NEXT[failed]}`;
}

/** What a person is told about a run that has stopped. */
export function stopText({
  hypervisor,
  run,
  progress,
  state,
}: {
  hypervisor: string;
  run: string;
  progress: Progress;
  state: MaintenanceState;
}): { summary: string; text: string } {
  const { failure } = progress;
  const { service, silences, downtimes, servers, testServers, unknown } = state;
  const summary = `The maintenance of ${hypervisor} stopped at '${failure?.step ?? progress.at}': ${failure?.why ?? 'unknown'}`;
  const named = (list: readonly { name: string; status: string }[] | null) =>
    list === null ? 'not known' : list.map(({ name, status }) => `${name} (${status})`).join(', ') || 'none';
  const quiet = [
    ...(silences ?? []).map(({ id, matchers, endsAt }) => `silence ${id} ${matchers} until ${endsAt}`),
    ...(downtimes ?? []).map(({ name, endsAt }) => `downtime ${name} until ${endsAt}`),
  ];
  const lines = [
    `Run ${run}.`,
    `Steps: ${progress
      .steps()
      .map(({ step, result }) => `${step} ${result}`)
      .join(', ')}.`,
    service === null
      ? 'Compute service: not known.'
      : `Compute service: ${service.status}, ${service.state}, reason: ${service.disabledReason ?? 'none'}.`,
    `Servers on it: ${named(servers)}.`,
    `Test servers: ${named(testServers)}.`,
    `Silent by: ${quiet.join('; ') || (silences === null || downtimes === null ? 'not known' : 'nothing')}.`,
    ...unknown.map((one) => `Could not be looked at: ${one}.`),
    ...progress.notes.map((one) => `Besides: ${one}.`),
    `Next: ${nextText(failure?.step, state) ?? 'nothing'}.`,
  ];
  return { summary, text: lines.join('\n\n') };
}
