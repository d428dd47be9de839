import type { AlertmanagerClient } from '@opsbook/alertmanager';
import type { Config, Services } from '@opsbook/services';

/** The Alertmanager that a source of alerts is; undefined where the configuration does not say. */
export const alertmanagersOf =
  ({ serve, alertmanager }: Pick<Config, 'serve' | 'alertmanager'>, services: Pick<Services, 'alertmanager'>) =>
  (source: string): AlertmanagerClient | undefined => {
    const named = serve.alertmanagers[source]?.alertmanager;
    const entry = named ?? (Object.hasOwn(alertmanager, source) ? source : undefined);
    return entry === undefined ? undefined : services.alertmanager(entry);
  };
