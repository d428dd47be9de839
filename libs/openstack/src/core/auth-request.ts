import type { CloudAuth } from '../config/cloud-config.ts';

/** The body of `POST /v3/auth/tokens` for this login. Secrets stay wrapped until they are sent. */
export function authRequest(auth: CloudAuth): unknown {
  const scope = scopeOf(auth);
  return { auth: { identity: identityOf(auth), ...(scope && { scope }) } };
}

function identityOf(auth: CloudAuth): object {
  switch (auth.type) {
    case 'password':
      return { methods: ['password'], password: { user: { ...userOf(auth), password: auth.password } } };
    case 'token':
      return { methods: ['token'], token: { id: auth.token } };
    case 'v3applicationcredential':
      return {
        methods: ['application_credential'],
        application_credential: {
          ...(auth.applicationCredentialId !== undefined
            ? { id: auth.applicationCredentialId }
            : { name: auth.applicationCredentialName, user: userOf(auth) }),
          secret: auth.applicationCredentialSecret,
        },
      };
  }
}

const userOf = (auth: CloudAuth): object =>
  auth.userId !== undefined
    ? { id: auth.userId }
    : { name: auth.username, domain: domainOf(auth.userDomainId, auth.userDomainName) };

/** The scope asked for. An application credential has its own and keystone refuses another. */
export function scopeOf(auth: CloudAuth): object | undefined {
  if (auth.type === 'v3applicationcredential') return undefined;
  if (auth.systemScope) return { system: { all: true } };
  if (auth.projectId !== undefined) return { project: { id: auth.projectId } };
  if (auth.projectName !== undefined) {
    return {
      project: { name: auth.projectName, domain: domainOf(auth.projectDomainId, auth.projectDomainName) },
    };
  }
  if (auth.domainId !== undefined || auth.domainName !== undefined) {
    return { domain: domainOf(auth.domainId, auth.domainName) };
  }
  return undefined;
}

// The id `default` is keystone's own for the domain that every deployment starts with; the openstack client takes it too.
const domainOf = (id: string | undefined, name: string | undefined): object =>
  id !== undefined ? { id } : name !== undefined ? { name } : { id: 'default' };
