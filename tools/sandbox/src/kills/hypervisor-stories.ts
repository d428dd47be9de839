import type { KillSite } from './kill-site.ts';
import type { Story } from './story.ts';

const input = { cloud: 'sandbox', hypervisor: 'hv1', reason: 'new kernel' };

function servers({ cloud }: KillSite): void {
  for (const name of ['a', 'b', 'c']) cloud.addServer({ name, host: 'hv1' });
  cloud.addServer({ name: 'off', host: 'hv1', status: 'SHUTOFF' });
}

const unnumbered = (text: string | null | undefined) => (text ?? '').replace(/run \S+\)/, 'run)');

function stateOf({ cloud, alerts, jira }: KillSite) {
  const { computeServices, servers: all } = cloud.state;
  const service = computeServices.find(({ host, binary }) => host === 'hv1' && binary === 'nova-compute');
  const alive = all.filter(({ terminatedAt }) => terminatedAt === null);
  return {
    service: { disabled: service?.disabled, reason: unnumbered(service?.disabledReason) },
    left: alive.filter(({ host }) => host === 'hv1').map(({ name }) => name),
    servers: alive.map(({ name, vmState, taskState }) => `${name} ${vmState} ${String(taskState)}`).sort(),
    silenced: alerts.silences.filter(({ endsAt }) => endsAt.at > Date.now()).length,
    tickets: jira.issues.map(({ fields, comments }) => [fields['summary'], comments.length]),
  };
}

function effectsOf({ cloud, alerts, jira, host }: KillSite): string[] {
  const { migrations, servers: all } = cloud.state;
  return [
    ...migrations.map(({ serverId, status }) => `${all.find(({ id }) => id === serverId)?.name ?? '?'} ${status}`),
    ...all.filter(({ name }) => name.startsWith('opsbook-test')).map(() => 'test server'),
    ...alerts.silences.map(({ matchers }) => `silence of ${matchers[0]?.name ?? ''}`),
    ...jira.issues.map(({ fields }) => `ticket: ${String(fields['summary'])}`),
    ...(host('hv1')?.runs ?? []).map(({ argv }) => argv[0] ?? '').filter((name) => /^(patch-host|reboot)$/.test(name)),
  ];
}

const told = { input, prepare: servers, state: stateOf, effects: effectsOf };

export const hypervisorStories: readonly Story[] = [
  { name: 'hypervisor.drain', runbook: 'hypervisor.drain', ends: 'done', ...told },
  { name: 'hypervisor.maintain', runbook: 'hypervisor.maintain', ends: 'done', ...told },
  {
    name: 'hypervisor.maintain (its patch fails)',
    runbook: 'hypervisor.maintain',
    ends: 'failed',
    ...told,
    play: { exit: 1 },
  },
];
