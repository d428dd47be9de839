import type { Api } from './api.ts';
import { formatStamp, stampOf } from './stamp.ts';

/** `/status` and `/receivers`. The configuration is told in JSON, which is YAML too. */
export function serveStatus(api: Api): void {
  const { settings, startedAt } = api.world;
  api.route('/status', {
    GET: () => ({
      cluster: { peers: [], status: 'disabled' },
      config: { original: `${JSON.stringify(configuration(api))}\n` },
      uptime: formatStamp(stampOf(startedAt)),
      versionInfo: {
        branch: 'simulated',
        buildDate: '20300101-00:00:00',
        buildUser: 'opsbook',
        goVersion: 'go1.19.8',
        revision: 'simulated',
        version: settings.version,
      },
    }),
  });
  api.route('/receivers', { GET: () => settings.receivers.map(({ name }) => ({ name })) });
}

const configuration = ({ world: { settings, root } }: Api): unknown => ({
  global: { resolve_timeout: `${settings.resolveTimeout}s` },
  route: { receiver: root.receiver, group_by: root.groupBy },
  receivers: settings.receivers.map(({ name, url, sendResolved = true, maxAlerts = 0 }) => ({
    name,
    ...(url !== undefined && {
      webhook_configs: [{ send_resolved: sendResolved, url, max_alerts: maxAlerts }],
    }),
  })),
});
