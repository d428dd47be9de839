import type { EmailOptions } from '@opsbook/email';
import type { CloudConfig } from '@opsbook/openstack';
import type { SshOptions } from '@opsbook/ssh';

/** A simulated cloud: what `startOpenStack()` of `@opsbook/openstack/testing` gives. */
export interface SimulatedCloud {
  cloudConfig(): CloudConfig;
}

/** A simulator that speaks HTTP: of Alertmanager, Prometheus, Icinga, a webhook. */
export interface SimulatedHttp {
  readonly url: string;
}

/** What `startJira()` of `@opsbook/jira/testing` gives. */
export interface SimulatedJira extends SimulatedHttp {
  readonly settings: { readonly deployment: 'cloud' | 'data-center' };
  readonly auth: { email: string; apiToken: string } | { token: string };
}

/** What `startMailServer()` of `@opsbook/email/testing` gives. */
export interface SimulatedMailServer {
  readonly host: string;
  readonly port: number;
  /** The authority that signed its certificate, PEM. */
  readonly ca: NonNullable<NonNullable<EmailOptions['tls']>['ca']>;
}

/** What `startSsh()` of `@opsbook/ssh/testing` gives. */
export interface SimulatedHost {
  clientOptions(...names: string[]): Pick<SshOptions, 'knownHosts' | 'auth' | 'hosts'>;
}

/** One simulator, which is the entry `default`; or several by name. */
export type OneOrNamed<T> = T | Readonly<Record<string, T>>;

/** By name. @param mark a field that every simulator of the kind has */
export function byName<T extends object>(given: OneOrNamed<T> | undefined, mark: keyof T): Readonly<Record<string, T>> {
  if (given === undefined) return {};
  return mark in given && typeof (given as T)[mark] !== 'object'
    ? { default: given as T }
    : (given as Record<string, T>);
}
