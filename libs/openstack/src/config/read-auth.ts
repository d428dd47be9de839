import type { CloudAuth } from './cloud-config.ts';
import type { Fields } from './fields.ts';
import { httpUrl } from './http-url.ts';

const TYPES: Record<string, CloudAuth['type']> = {
  password: 'password',
  v3password: 'password',
  token: 'token',
  v3token: 'token',
  v3applicationcredential: 'v3applicationcredential',
};

/** The login of a cloud, with everything that its type needs. */
export function readAuth(fields: Fields): CloudAuth {
  const type = readType(fields);
  const auth = compact({
    authUrl: httpUrl(fields, 'auth.auth_url', fields.auth('auth_url')) ?? '',
    type,
    username: fields.auth('username', 'user_name'),
    userId: fields.auth('user_id'),
    password: type === 'password' ? fields.secret('password') : undefined,
    token: type === 'token' ? fields.secret('token', 'auth_token') : undefined,
    applicationCredentialId: fields.auth('application_credential_id'),
    applicationCredentialName: fields.auth('application_credential_name'),
    applicationCredentialSecret:
      type === 'v3applicationcredential' ? fields.secret('application_credential_secret') : undefined,
    ...readScope(fields),
  });
  if (auth.authUrl === '') fields.missing('auth.auth_url');
  if (fields.auth('trust_id') !== undefined) fields.fault('auth.trust_id', 'trusts are not supported');
  requireAll(fields, auth);
  return auth;
}

function readType(fields: Fields): CloudAuth['type'] {
  const named = fields.text('auth_type', 'auth_plugin');
  if (named !== undefined) {
    const type = Object.hasOwn(TYPES, named) ? TYPES[named] : undefined;
    if (type !== undefined) return type;
    fields.fault('auth_type', `'${named}' is not supported; it can be ${Object.keys(TYPES).join(', ')}`);
    return 'password';
  }
  if (fields.auth('password') !== undefined) return 'password';
  if (fields.auth('application_credential_secret') !== undefined) return 'v3applicationcredential';
  return fields.auth('token', 'auth_token') === undefined ? 'password' : 'token';
}

// A bare domain_id/domain_name is the scope where there is no project; otherwise it says once what user_domain_* and
// project_domain_* say twice. default_domain_* fill what is left.
function readScope(fields: Fields) {
  const projectId = fields.auth('project_id', 'tenant_id');
  const projectName = fields.auth('project_name', 'tenant_name');
  const domainId = fields.auth('domain_id');
  const domainName = fields.auth('domain_name');
  const system = fields.auth('system_scope');
  const inProject = projectId !== undefined || projectName !== undefined;

  if (system !== undefined && system !== 'all') fields.fault('auth.system_scope', "must be 'all'");
  if (system !== undefined && (domainId !== undefined || domainName !== undefined) && !inProject) {
    fields.fault('auth.system_scope', 'excludes a domain: a token has one scope');
  }
  if (system !== undefined && inProject) {
    fields.fault('auth.system_scope', 'excludes a project: a token has one scope');
  }
  return {
    projectId,
    projectName,
    systemScope: system === 'all' ? true : undefined,
    ...domains(fields, 'user', inProject ? { id: domainId, name: domainName } : {}),
    ...domains(fields, 'project', inProject ? { id: domainId, name: domainName } : {}),
    ...(inProject ? {} : { domainId, domainName }),
  };
}

interface Domain {
  id?: string | undefined;
  name?: string | undefined;
}

function domains(fields: Fields, whose: 'user' | 'project', shared: Domain) {
  const own: Domain = { id: fields.auth(`${whose}_domain_id`), name: fields.auth(`${whose}_domain_name`) };
  const fallback: Domain = { id: fields.auth('default_domain_id'), name: fields.auth('default_domain_name') };
  const chosen = [own, shared, fallback].find((domain) => domain.id !== undefined || domain.name !== undefined) ?? {};
  return whose === 'user'
    ? { userDomainId: chosen.id, userDomainName: chosen.name }
    : { projectDomainId: chosen.id, projectDomainName: chosen.name };
}

function requireAll(fields: Fields, auth: CloudAuth): void {
  const noUser = auth.username === undefined && auth.userId === undefined;
  switch (auth.type) {
    case 'password':
      if (noUser) fields.missing('auth.username', 'is missing (or user_id)');
      if (auth.password === undefined) fields.missing('auth.password');
      break;
    case 'token':
      if (auth.token === undefined) fields.missing('auth.token');
      break;
    case 'v3applicationcredential':
      if (auth.applicationCredentialSecret === undefined) fields.missing('auth.application_credential_secret');
      if (auth.applicationCredentialId !== undefined) break;
      if (auth.applicationCredentialName === undefined) fields.missing('auth.application_credential_id');
      else if (noUser) {
        fields.missing('auth.username', 'is missing: the name of an application credential is unique to its user only');
      }
      break;
  }
}

/** Leaves out what is undefined. */
function compact<T extends object>(object: T): Compact<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Compact<T>;
}

type Compact<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
