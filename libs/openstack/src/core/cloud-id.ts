import type { CloudConfig } from '../config/cloud-config.ts';

/** Keystone's address without version and trailing slash: clouds.yaml has it in all forms. */
export function keystoneRoot(authUrl: string): string {
  return authUrl
    .replace(/\/+$/, '')
    .replace(/\/v(3|2\.0)$/, '')
    .replace(/\/+$/, '');
}

/**
 * A name of the cloud that does not depend on what clouds.yaml calls it: keystone's host, port and path, and the region, which
 * is that of compute where the services' differ.
 * Two entries that reach the same keystone by different names (an alias of its host, no region in one of them) get
 * different ids.
 */
export function cloudId({ auth, regions, region = '-' }: CloudConfig): string {
  const url = new URL(keystoneRoot(auth.authUrl));
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const path = url.pathname.replace(/\/+$/, '').toLowerCase();
  return `${url.hostname.toLowerCase()}:${port}${path}/${regions?.compute ?? region}`;
}
