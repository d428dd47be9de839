import type { Secret } from '@opsbook/context';

/** How to log in. Names follow clouds.yaml in camelCase; which fields are needed depends on {@link CloudAuth.type}. */
export interface CloudAuth {
  /** Keystone's address, with or without `/v3`. */
  authUrl: string;
  type: 'password' | 'token' | 'v3applicationcredential';
  username?: string;
  userId?: string;
  password?: Secret;
  userDomainId?: string;
  userDomainName?: string;
  /** Only with `token`. It cannot be renewed: when it dies, so does the client. */
  token?: Secret;
  applicationCredentialId?: string;
  /** Needs the user as well: only an id is unique by itself. */
  applicationCredentialName?: string;
  applicationCredentialSecret?: Secret;
  projectId?: string;
  projectName?: string;
  projectDomainId?: string;
  projectDomainName?: string;
  /** Scope is a domain instead of a project. */
  domainId?: string;
  domainName?: string;
  /** Scope is the whole deployment (`system_scope: all`). */
  systemScope?: boolean;
}

export type EndpointInterface = 'public' | 'internal' | 'admin';

/** One cloud in one region: what {@link loadCloudConfig} makes of clouds.yaml, or what a caller builds by hand. */
export interface CloudConfig {
  /** The name in clouds.yaml: for people only, the same cloud may have several. */
  name: string;
  auth: CloudAuth;
  /** Without it the catalog must have one region only. */
  region?: string;
  interface: EndpointInterface;
  /** By service type (`identity`), where a service's differ from `region` and `interface`. */
  regions?: Record<string, string>;
  interfaces?: Record<string, EndpointInterface>;
  /** Address by service type (`compute`), used instead of the catalog's. */
  endpointOverrides: Record<string, string>;
  /** Highest microversion to use by service type, instead of the one this library was tested with. */
  microversions?: Record<string, string>;
  /** false: certificates are not checked. */
  verify: boolean;
  /** Path of a PEM file with the authorities to trust instead of those that Node brings. */
  cacert?: string;
  /** Paths of PEM files: the client's certificate and its key. */
  cert?: string;
  key?: string;
  /** Seconds for one attempt of a request (`api_timeout`); default: the client's `http.timeout`, else 60. */
  apiTimeout?: number;
}
