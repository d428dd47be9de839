import type { CloudConfig } from '../config/cloud-config.ts';
import { OpenStackError } from './errors.ts';

/**
 * A failed login in words that say what to look at. Keystone tells a wrong password, an unknown user and a project without a role
 * by the same 401; an unknown application credential and a malformed token by a 404, which an address that is no keystone's gives
 * as well. Any other error is given back as it is.
 */
export function loginError(error: OpenStackError, config: CloudConfig): OpenStackError {
  const { auth, name } = config;
  if (error.status !== 401 && error.status !== 404) return error;
  const credentials = {
    password: `user '${auth.username ?? auth.userId}': check the user, its domain, the password and its role in the project`,
    token: 'the token: it is wrong or has expired, and cannot be renewed; get a new one',
    v3applicationcredential: 'the application credential: check its id and secret, and whether it has expired',
  };
  const said = error.serviceMessage === undefined ? '' : ` (${error.serviceMessage})`;
  if (error.status === 404 && auth.type === 'password') return noKeystone(config, error.serviceMessage ?? '404', error);
  const what = `keystone at ${auth.authUrl} refused ${credentials[auth.type]}${said}`;
  return new OpenStackError('OPENSTACK_AUTH_FAILED', `cloud '${name}': ${what}`, {
    service: 'identity',
    status: error.status,
    requestId: error.requestId,
    serviceMessage: error.serviceMessage,
    cause: error.cause,
  });
}

/** The address answers, and is none of keystone's. */
export const noKeystone = ({ auth, name }: CloudConfig, why: string, cause?: OpenStackError): OpenStackError =>
  new OpenStackError(
    'OPENSTACK_AUTH_FAILED',
    `cloud '${name}': ${auth.authUrl} is no keystone v3: check auth_url (${why})`,
    { service: 'identity', status: cause?.status, requestId: cause?.requestId, cause },
  );
