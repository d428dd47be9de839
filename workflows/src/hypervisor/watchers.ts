import type { Services } from '@opsbook/services';

export interface Watchers {
  /** null: no Alertmanager is configured. */
  alertmanager: { name: string | undefined } | null;
  /** The name of the cloud's own; undefined: the one that serves all. */
  prometheus: string | undefined;
  /** null: the cloud's hosts are not in Icinga. */
  icinga: { name: string } | null;
}

/** What watches the hypervisors of a cloud: Icinga only where the cloud names one, Alertmanager wherever there is one. */
export function watchersOf({ config }: Pick<Services, 'config'>, cloud: string): Watchers {
  const settings = Object.hasOwn(config.clouds, cloud) ? config.clouds[cloud] : undefined;
  const name = settings?.alertmanager;
  const known = name !== undefined || Object.keys(config.alertmanager).length > 0;
  return {
    alertmanager: known ? { name } : null,
    prometheus: settings?.prometheus,
    icinga: settings?.icinga === undefined ? null : { name: settings.icinga },
  };
}
