import type { Context, Secret } from '@opsbook/context';
import {
  type HttpClientOptions,
  type TlsOptions,
  authorization as authorizationOf,
  baseUrlFaults,
  loginFaults,
} from '@opsbook/http';
import { JiraError } from './errors.ts';

/** Which Jira it is: Atlassian's Cloud (API v3), or one of your own (Data Center and Server, API v2). */
export type Deployment = 'cloud' | 'data-center';

/** An account's e-mail address and API token (Cloud). */
export interface ApiTokenAuth {
  email: string;
  apiToken: Secret | string;
}

/** A personal access token, sent as bearer (Data Center from 8.14 on). */
export interface TokenAuth {
  token: Secret | string;
}

/** Name and password (Data Center). After a few failed logins Jira wants a CAPTCHA: prefer a token. */
export interface PasswordAuth {
  username: string;
  password: Secret | string;
}

/** How requests are sent: see `HttpClientOptions`, whose defaults apply. */
export type HttpSettings = Pick<
  HttpClientOptions,
  'connectTimeout' | 'timeout' | 'retries' | 'maxRateLimitWait' | 'random'
>;

export interface JiraOptions {
  /** `https://example.atlassian.net`, or the base URL of a Data Center with its context path. */
  url: string;
  deployment: Deployment;
  /** Cloud: {@link ApiTokenAuth}; Data Center: {@link TokenAuth} or {@link PasswordAuth}. */
  auth: ApiTokenAuth | TokenAuth | PasswordAuth;
  /** `ca`, `cert`, `key` in PEM; `insecure`. Default: the authorities that Node brings, no certificate of our own. */
  tls?: TlsOptions;
  /** Guard, clock, signal and log; the default restricts nothing. */
  context?: Context;
  /** Time-outs in seconds, and retries. */
  http?: HttpSettings;
}

/** @throws JIRA_CONFIG, listing every fault */
export function checkOptions({ url, deployment, auth }: JiraOptions): void {
  const faults = baseUrlFaults(url, { without: { pattern: /\/rest\/|\/browse\//, name: '/rest or /browse' } });
  const given = Object.keys(auth).sort().join();
  const fits = deployment === 'cloud' ? ['apiToken,email'] : ['token', 'password,username'];
  if (!fits.includes(given)) {
    faults.push(
      `auth: ${deployment} wants ${deployment === 'cloud' ? 'email and apiToken' : 'token, or username and password'}`,
    );
  }
  for (const [name, value] of Object.entries<Secret | string>({ ...auth })) {
    if (/^\S(.*\S)?$/.test(typeof value === 'string' ? value : value.reveal())) continue;
    faults.push(`auth.${name}: is empty, or begins or ends with white space`);
  }
  faults.push(...loginFaults(auth));
  if (faults.length > 0) {
    throw new JiraError('JIRA_CONFIG', `the options are wrong: ${faults.join('; ')}`, { faults });
  }
}

/** What the `Authorization` header holds. */
export const authorization = (auth: JiraOptions['auth']): Secret =>
  authorizationOf('email' in auth ? { username: auth.email, password: auth.apiToken } : auth);
