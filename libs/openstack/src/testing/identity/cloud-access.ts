import { Secret } from '@opsbook/context';
import type { CloudConfig } from '../../config/cloud-config.ts';
import type { SimulatedApplicationCredential } from './identity-records.ts';
import { LOGINS, type Login } from './logins.ts';

/** How to log in, as a client is configured. */
export function cloudConfig(url: string, region: string, login: Login): CloudConfig {
  const { name, password, domain, project } = LOGINS[login];
  return {
    name: nameOf(login),
    auth: {
      authUrl: `${url}/identity/v3`,
      type: 'password',
      username: name,
      password: new Secret(password),
      userDomainName: domain,
      ...(project === null ? { systemScope: true } : { projectName: project, projectDomainName: domain }),
    },
    region,
    interface: 'public',
    endpointOverrides: {},
    verify: true,
  };
}

/** The same for every login, and for the application credentials, as a clouds.yaml. */
export function cloudsYaml(
  url: string,
  region: string,
  credentials: readonly SimulatedApplicationCredential[],
): string {
  const logins = (Object.keys(LOGINS) as Login[]).map((login) => {
    const { name, password, domain, project } = LOGINS[login];
    return entry(nameOf(login), region, [
      `auth_url: ${url}/identity/v3`,
      `username: ${name}`,
      `password: ${password}`,
      `user_domain_name: ${domain}`,
      ...(project === null ? ['system_scope: all'] : [`project_name: ${project}`, `project_domain_name: ${domain}`]),
    ]);
  });
  const apps = credentials.slice(0, 1).map(({ id, secret }) => {
    const auth = [
      `auth_url: ${url}/identity/v3`,
      `application_credential_id: ${id}`,
      `application_credential_secret: ${secret}`,
    ];
    return entry('sim-app', region, auth, ['auth_type: v3applicationcredential']);
  });
  return `clouds:\n${[...logins, ...apps].join('')}`;
}

const nameOf = (login: Login): string => (login === 'admin' ? 'sim' : `sim-${login}`);

const entry = (name: string, region: string, auth: string[], more: string[] = []): string =>
  [
    `  ${name}:`,
    ...[`region_name: ${region}`, ...more, 'auth:'].map((line) => `    ${line}`),
    ...auth.map((line) => `      ${line}`),
    '',
  ].join('\n');
