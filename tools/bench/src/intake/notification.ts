/** A body as Alertmanager posts it, with alerts that were never posted before. */
export function notification(first: number, alerts: number): string {
  const labels = { alertname: 'HostDown', cluster: 'bench', severity: 'critical', team: 'cloud' };
  return JSON.stringify({
    ...{
      version: '4',
      groupKey: `{}:{cluster="bench"}/${first}`,
      truncatedAlerts: 0,
      status: 'firing',
      receiver: 'opsbook',
    },
    ...{ groupLabels: { cluster: 'bench' }, commonLabels: labels, commonAnnotations: {} },
    externalURL: 'http://alertmanager:9093',
    alerts: Array.from({ length: alerts }, (_, nth) => ({
      status: 'firing',
      labels: { ...labels, instance: `cmp-${first + nth}:9100`, job: 'node' },
      annotations: { summary: `host cmp-${first + nth} does not answer`, runbook: 'https://runbooks/host-down' },
      startsAt: '2030-01-01T00:00:00.000Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'http://prometheus:9090/graph?g0.expr=up+%3D%3D+0&g0.tab=1',
      fingerprint: (first + nth).toString(16).padStart(16, '0'),
    })),
  });
}
