import { readOnly } from '@opsbook/context';
import type { Site } from '../site.ts';
import { type Diagnosis, ok, warning } from './diagnosis.ts';

const PATH = '/v1/alertmanager';

/** Whether each Alertmanager posts to us, as far as its configuration shows. One that does not answer is told of elsewhere. */
export async function checkAlertmanagers(site: Site): Promise<Diagnosis[]> {
  const { config, clock } = site;
  const services = site.services({ guard: readOnly, clock });
  try {
    const found: Diagnosis[] = [];
    for (const name of Object.keys(config.alertmanager)) {
      const text = await services
        .alertmanager(name)
        .status()
        .then((status) => status.config)
        .catch(() => undefined);
      if (text !== undefined) found.push(postsToUs(name, text, config.serve));
    }
    return [...found, ...unknownSources(site)];
  } finally {
    services.close();
  }
}

function postsToUs(name: string, text: string, { host, port }: { host: string; port: number }): Diagnosis {
  const check = `alerts of ${name}`;
  if (text.includes(PATH)) return ok(check, `a receiver posts to ${PATH}`);
  const add = `Add a receiver with webhook_configs: [{ url: 'http://${host}:${port}${PATH}/${name}', send_resolved: true }]`;
  // Since 0.26 Alertmanager shows `<secret>` instead of a webhook's address.
  if (/url(_file)?: *(<secret>|\S*\/)/.test(text) && text.includes('<secret>')) {
    return warning(check, 'it has webhooks and does not show their addresses', `See that one leads to ${PATH}`);
  }
  return warning(check, 'none of its receivers posts to us', add);
}

/** Sources of alerts that cannot be asked for silences, nor for what a notification left out. */
function unknownSources({ config }: Site): Diagnosis[] {
  const { alertmanager, serve } = config;
  const missing = Object.entries(serve.alertmanagers).filter(
    ([name, source]) => !Object.hasOwn(alertmanager, source.alertmanager ?? name),
  );
  return missing.map(([name]) =>
    warning(
      `alerts of ${name}`,
      'no entry of alertmanager says where it is: its silences are not honoured, truncated groups not completed',
      `Add alertmanager.${name} with its url, or name one in serve.alertmanagers.${name}.alertmanager`,
    ),
  );
}
