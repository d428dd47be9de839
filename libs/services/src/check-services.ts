import type { CheckResult } from './check-config.ts';
import type { Services } from './services.ts';

type Try = (service: string, ask: () => unknown) => Promise<CheckResult>;

/** Asks each service of the configuration, the clouds aside, for something small. To a webhook nothing can be sent that changes nothing. */
export async function* checkServices(services: Services, tryService: Try): AsyncGenerator<CheckResult, void> {
  const { config } = services;
  const asks = {
    alertmanager: (name: string) => services.alertmanager(name).status(),
    prometheus: (name: string) => services.prometheus(name).query('1'),
    icinga: (name: string) => services.icinga(name).downtimes.list({ host: 'opsbook-config-check' }),
    jira: (name: string) => services.jira(name).users.myself(),
    email: (name: string) => services.email(name).verify(),
    stackstorm: (name: string) => services.stackstorm(name).triggerTypes.list({ pack: 'core' }),
  };
  for (const section of Object.keys(asks) as (keyof typeof asks)[]) {
    for (const name of Object.keys(config[section])) {
      yield await tryService(`${section} ${name}`, () => asks[section](name));
    }
  }
}
