import type { Config } from '../config.ts';
import { configOf } from '../load/config-of.ts';
import type { ConfigInput } from '../schema/config-schema.ts';
import {
  type OneOrNamed,
  type SimulatedHttp,
  type SimulatedJira,
  type SimulatedMailServer,
  byName,
} from './simulated-parts.ts';

/** The simulators that have entries of their own in the configuration. */
export interface SimulatedEntries {
  alertmanager?: OneOrNamed<SimulatedHttp>;
  prometheus?: OneOrNamed<SimulatedHttp>;
  icinga?: OneOrNamed<SimulatedHttp>;
  jira?: OneOrNamed<SimulatedJira>;
  email?: OneOrNamed<SimulatedMailServer>;
  stackstorm?: OneOrNamed<SimulatedHttp>;
  webhooks?: OneOrNamed<SimulatedHttp>;
}

type Sections = Required<Pick<ConfigInput, keyof SimulatedEntries>>;

/**
 * The configuration with an entry for each simulator. Addresses, and the credentials of Jira, are the simulator's; the rest of an
 * entry is as the test has it. An entry of a configuration that was loaded already is replaced.
 */
export function simulatedConfig(given: Config | ConfigInput, simulators: SimulatedEntries): Config {
  if (!('warnings' in given)) return configOf({ ...given, ...sectionsOf(simulators, given) });
  const made = configOf(sectionsOf(simulators, {}));
  return {
    ...given,
    alertmanager: { ...given.alertmanager, ...made.alertmanager },
    prometheus: { ...given.prometheus, ...made.prometheus },
    icinga: { ...given.icinga, ...made.icinga },
    jira: { ...given.jira, ...made.jira },
    email: { ...given.email, ...made.email },
    stackstorm: { ...given.stackstorm, ...made.stackstorm },
    webhooks: { ...given.webhooks, ...made.webhooks },
  };
}

const sectionsOf = (simulators: SimulatedEntries, given: ConfigInput): Sections => ({
  alertmanager: entries(byName(simulators.alertmanager, 'url'), given.alertmanager, ({ url }) => ({ url })),
  prometheus: entries(byName(simulators.prometheus, 'url'), given.prometheus, ({ url }) => ({ url })),
  icinga: entries(byName(simulators.icinga, 'url'), given.icinga, ({ url }, entry) => ({
    url,
    // What `startIcinga()` lets in, unless it is told otherwise.
    auth: entry?.auth ?? { username: 'root', password: 'contract' },
  })),
  jira: entries(byName(simulators.jira, 'url'), given.jira, ({ url, settings, auth }) => ({
    url,
    deployment: settings.deployment,
    auth,
  })),
  email: entries(byName(simulators.email, 'host'), given.email, ({ host, port }, entry) => ({
    host,
    port,
    from: entry?.from ?? 'opsbook@example.test',
  })),
  stackstorm: entries(byName(simulators.stackstorm, 'url'), given.stackstorm, ({ url }, entry) => ({
    url,
    // Whom `startStackStorm()` lets in, unless it is told otherwise.
    auth: entry?.auth ?? { username: 'st2admin', password: 'contract' },
  })),
  webhooks: entries(byName(simulators.webhooks, 'url'), given.webhooks, ({ url }) => ({ url })),
});

function entries<T, E extends object>(
  simulators: Readonly<Record<string, T>>,
  given: Readonly<Record<string, E>> | undefined,
  entryOf: (simulator: T, entry: E | undefined) => NoInfer<E>,
): Record<string, E> {
  const made = Object.entries(simulators).map(([name, simulator]) => {
    const entry = given?.[name];
    return [name, { ...entry, ...entryOf(simulator, entry) }] as const;
  });
  return { ...given, ...Object.fromEntries(made) };
}
