import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Secret } from '@opsbook/context';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { OpenStackError } from '../core/errors.ts';
import { listClouds, loadCloudConfig } from './load-cloud-config.ts';

let home: string;
let env: Record<string, string>;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'opsbook-openstack-'));
  env = { HOME: home, XDG_CONFIG_DIRS: join(home, 'system') };
});

afterEach(() => rmSync(home, { recursive: true }));

/** Writes a file below the home directory and gives its path. */
function file(path: string, text: string): string {
  const whole = join(home, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, text);
  return whole;
}

const cloudsYaml = (name: string, url: string) => `
clouds:
  ${name}:
    auth: {auth_url: '${url}', username: op, password: pw-${name}, project_name: ops, user_domain_name: Default}
`;

const AUTH = 'auth_url: http://k:5000/v3\n      username: op\n      password: pass-word';

function fault(cloud?: string): OpenStackError {
  try {
    loadCloudConfig({ env, ...(cloud !== undefined && { cloud }) });
  } catch (error) {
    return error as OpenStackError;
  }
  throw new Error('the configuration was accepted');
}

describe('clouds.yaml is searched', () => {
  test('in the order of openstacksdk: named, the user, the system; the first that exists is the only one', () => {
    const places = [
      'named.yaml',
      '.config/openstack/clouds.yaml',
      '.config/openstack/clouds.yml',
      '.config/openstack/clouds.json',
      'system/openstack/clouds.yaml',
    ];
    const found: string[][] = [];
    const written = places.map((place, index) => file(place, cloudsYaml(`cloud${index}`, 'http://k')));
    env.OS_CLIENT_CONFIG_FILE = written[0]!;

    for (const path of written) {
      found.push(listClouds(env));
      rmSync(path);
      delete env.OS_CLIENT_CONFIG_FILE;
    }

    expect(found).toEqual([['cloud0'], ['cloud1'], ['cloud2'], ['cloud3'], ['cloud4']]);
  });

  test('under XDG_CONFIG_HOME before ~/.config', () => {
    file('.config/openstack/clouds.yaml', cloudsYaml('dot-config', 'http://k'));
    file('xdg/openstack/clouds.yaml', cloudsYaml('xdg', 'http://k'));
    env.XDG_CONFIG_HOME = join(home, 'xdg');

    expect(listClouds(env)).toEqual(['xdg']);
  });

  test('and JSON is read as well', () => {
    const auth = { auth_url: 'http://k', username: 'op', password: 'pass-word' };
    file('.config/openstack/clouds.json', JSON.stringify({ clouds: { only: { auth } } }));

    expect(loadCloudConfig({ env })).toMatchObject({ name: 'only', auth: { username: 'op' } });
  });

  test('a named file that is not there is a fault, not a reason to look elsewhere', () => {
    file('.config/openstack/clouds.yaml', cloudsYaml('other', 'http://k'));
    env.OS_CLIENT_CONFIG_FILE = join(home, 'missing.yaml');

    expect(fault('other').faults).toContainEqual(expect.stringContaining('missing.yaml (OS_CLIENT_CONFIG_FILE)'));
  });
});

describe('a cloud', () => {
  test('as most clouds.yaml have it', () => {
    file('.config/openstack/clouds.yaml', cloudsYaml('prod', 'https://k:5000/v3'));

    const config = loadCloudConfig({ cloud: 'prod', env });

    expect({ ...config, auth: { ...config.auth, password: config.auth.password?.reveal() } }).toEqual({
      name: 'prod',
      auth: {
        authUrl: 'https://k:5000/v3',
        type: 'password',
        username: 'op',
        password: 'pw-prod',
        projectName: 'ops',
        userDomainName: 'Default',
      },
      interface: 'public',
      endpointOverrides: {},
      verify: true,
    });
  });

  test('gets its secrets from secure.yaml, wherever that is', () => {
    file('.config/openstack/clouds.yaml', 'clouds: {prod: {auth: {auth_url: http://k, username: op}}}');
    file('system/openstack/secure.yaml', 'clouds: {prod: {auth: {password: from-secure}}}');

    const { auth } = loadCloudConfig({ cloud: 'prod', env });

    expect(auth).toMatchObject({ authUrl: 'http://k', username: 'op' });
    expect(auth.password?.reveal()).toBe('from-secure');
  });

  test('is complete with a password that is given beside the files', () => {
    file('.config/openstack/clouds.yaml', 'clouds: {prod: {auth: {auth_url: http://k, username: op}}}');

    const { auth } = loadCloudConfig({ cloud: 'prod', env, auth: { password: new Secret('from-elsewhere') } });

    expect(auth).toMatchObject({ type: 'password', authUrl: 'http://k', username: 'op' });
    expect(auth.password?.reveal()).toBe('from-elsewhere');
  });

  test('is an application credential with the secret of one', () => {
    file(
      '.config/openstack/clouds.yaml',
      'clouds: {prod: {auth: {auth_url: http://k, application_credential_id: ac1}}}',
    );

    const { auth } = loadCloudConfig({ env, auth: { applicationCredentialSecret: new Secret('from-elsewhere') } });

    expect(auth).toMatchObject({ type: 'v3applicationcredential', applicationCredentialId: 'ac1' });
    expect(auth.applicationCredentialSecret?.reveal()).toBe('from-elsewhere');
  });

  test('takes the given secret before those of clouds.yaml, secure.yaml and its region', () => {
    file(
      '.config/openstack/clouds.yaml',
      `
clouds:
  prod:
    password: beside-auth
    auth: {auth_url: http://k, username: op, password: in-clouds}
    regions: [{name: north, values: {auth: {password: of-region}}}]
`,
    );
    file('.config/openstack/secure.yaml', 'clouds: {prod: {auth: {password: in-secure}}}');

    const { auth } = loadCloudConfig({ env, auth: { password: new Secret('from-elsewhere') } });

    expect(auth.password?.reveal()).toBe('from-elsewhere');
  });

  test('does not take a secret that its login has no use for', () => {
    file('.config/openstack/clouds.yaml', cloudsYaml('prod', 'http://k'));

    expect(() => loadCloudConfig({ env, auth: { applicationCredentialSecret: new Secret('from-elsewhere') } })).toThrow(
      'clouds.prod.auth.application_credential_secret: is given and not used: the login is of type password (auth_type)',
    );
  });

  test('takes the older names, dashes, and fields beside auth', () => {
    file(
      '.config/openstack/clouds.yaml',
      `
clouds:
  old:
    auth-type: v3password
    auth: {auth-url: http://k, user-id: u1, password: pass-word, tenant-name: t}
    project-domain-id: d1
    endpoint_type: internalURL
`,
    );

    expect(loadCloudConfig({ cloud: 'old', env })).toMatchObject({
      auth: { type: 'password', userId: 'u1', projectName: 't', projectDomainId: 'd1' },
      interface: 'internal',
    });
  });

  test('says its domain once for user and project; without a project it is the scope', () => {
    file(
      '.config/openstack/clouds.yaml',
      `
clouds:
  project:
    auth: {auth_url: http://k, username: op, password: pass-word, project_name: ops, domain_name: corp}
  domain:
    auth: {auth_url: http://k, username: op, password: pass-word, user_domain_name: corp, domain_name: corp}
`,
    );

    const inProject = loadCloudConfig({ cloud: 'project', env }).auth;
    expect(inProject).toMatchObject({ userDomainName: 'corp', projectDomainName: 'corp' });
    expect(inProject.domainName).toBeUndefined();
    expect(loadCloudConfig({ cloud: 'domain', env }).auth).toMatchObject({
      domainName: 'corp',
      userDomainName: 'corp',
    });
  });

  test("takes a user's own domain before the common one, and the default before none", () => {
    file(
      '.config/openstack/clouds.yaml',
      `
clouds:
  own: {auth: {auth_url: http://k, username: op, password: pass-word, project_name: ops, user_domain_name: hr, domain_name: corp}}
  default: {auth: {auth_url: http://k, username: op, password: pass-word, project_name: ops, default_domain_id: d1}}
`,
    );

    expect(loadCloudConfig({ cloud: 'own', env }).auth).toMatchObject({
      userDomainName: 'hr',
      projectDomainName: 'corp',
    });
    expect(loadCloudConfig({ cloud: 'default', env }).auth).toMatchObject({
      userDomainId: 'd1',
      projectDomainId: 'd1',
    });
  });

  test('keeps a password of digits as it is written', () => {
    file('.config/openstack/clouds.yaml', 'clouds: {a: {auth: {auth_url: http://k, username: op, password: 0123}}}');

    expect(loadCloudConfig({ env }).auth.password?.reveal()).toBe('0123');
  });

  test('merges what an alias brings', () => {
    file(
      '.config/openstack/clouds.yaml',
      `
clouds:
  a: &a
    auth: {auth_url: http://k, username: op, password: pass-word}
  b:
    <<: *a
    region_name: south
`,
    );

    expect(loadCloudConfig({ cloud: 'b', env })).toMatchObject({ region: 'south', auth: { username: 'op' } });
  });

  test('with everything else that is read', () => {
    const ca = file('ca.pem', 'x');
    file(
      '.config/openstack/clouds.yaml',
      `
clouds:
  full:
    auth_type: v3applicationcredential
    auth: {auth_url: http://k, application_credential_id: ac, application_credential_secret: pass-word}
    interface: admin
    cacert: ~/ca.pem
    api_timeout: 30
    compute_endpoint_override: http://tunnel:8774/v2.1
    block_storage_endpoint_override: http://tunnel:8776/v3
    compute_default_microversion: '2.79'
    identity_region_name: shared
    image_interface: internal
    identity_endpoint_type: publicURL
    verify: yes
`,
    );

    expect(loadCloudConfig({ env })).toMatchObject({
      auth: { type: 'v3applicationcredential', applicationCredentialId: 'ac' },
      interface: 'admin',
      cacert: ca,
      apiTimeout: 30,
      endpointOverrides: { compute: 'http://tunnel:8774/v2.1', 'block-storage': 'http://tunnel:8776/v3' },
      microversions: { compute: '2.79' },
      regions: { identity: 'shared' },
      interfaces: { image: 'internal', identity: 'public' },
      verify: true,
    });
  });

  test.each([
    ['verify: false', false],
    ['insecure: true', false],
    ['insecure: "True"', false],
    ['verify: true\n    insecure: true', false],
    ['insecure: false', true],
  ])('%s', (line, verify) => {
    file('.config/openstack/clouds.yaml', `clouds:\n  a:\n    ${line}\n    auth:\n      ${AUTH}\n`);

    expect(loadCloudConfig({ env }).verify).toBe(verify);
  });

  test('stands on a profile of clouds-public.yaml', () => {
    file(
      '.config/openstack/clouds-public.yaml',
      "public-clouds: {vendor: {auth: {auth_url: 'https://{region_name}.vendor.example:5000'}, interface: internal}}",
    );
    file(
      '.config/openstack/clouds.yaml',
      'clouds: {a: {profile: vendor, region_name: north, auth: {username: op, password: pass-word}}}',
    );

    expect(loadCloudConfig({ env })).toMatchObject({
      auth: { authUrl: 'https://north.vendor.example:5000', username: 'op' },
      interface: 'internal',
    });
  });

  test.each(['region_name: south', 'regions: [south]'])(
    "with a region of its own is not in the profile's first: %s",
    (own) => {
      file(
        '.config/openstack/clouds-public.yaml',
        "public-clouds: {vendor: {auth: {auth_url: 'http://{region_name}.v'}, regions: [north, south], region_name: north}}",
      );
      file(
        '.config/openstack/clouds.yaml',
        `clouds:\n  a:\n    profile: vendor\n    ${own}\n    auth: {username: op, password: pw-a}`,
      );

      expect(loadCloudConfig({ env })).toMatchObject({ region: 'south', auth: { authUrl: 'http://south.v' } });
    },
  );
});

describe('a profile of clouds-public.yaml', () => {
  const vendor = (text: string) => file('.config/openstack/clouds-public.yaml', `public-clouds:\n  vendor: ${text}`);
  const own = (text: string) => file('.config/openstack/clouds.yaml', `clouds:\n  a: ${text}`);
  const LOGIN = 'username: op, password: pass-word';

  test("lies below the cloud's own values, which lie below secure.yaml", () => {
    vendor(
      '{auth: {auth_url: http://v, username: of-vendor, user_domain_name: Default}, interface: internal, verify: false}',
    );
    own('{profile: vendor, interface: public, auth: {username: op}}');
    file('.config/openstack/secure.yaml', 'clouds: {a: {auth: {password: from-secure}}}');

    const config = loadCloudConfig({ env });

    expect(config).toMatchObject({ interface: 'public', verify: false });
    expect(config.auth).toMatchObject({ authUrl: 'http://v', username: 'op', userDomainName: 'Default' });
    expect(config.auth.password?.reveal()).toBe('from-secure');
  });

  test('is named by the older word as well', () => {
    vendor('{auth: {auth-url: http://v}}');
    own(`{cloud: vendor, auth: {${LOGIN}}}`);

    expect(loadCloudConfig({ env }).auth.authUrl).toBe('http://v');
  });

  test('brings its regions, each with values of its own', () => {
    vendor("{auth: {auth_url: 'http://{region_name}.v'}, regions: [north, {name: south, values: {interface: admin}}]}");
    own(`{profile: vendor, auth: {${LOGIN}}}`);

    expect(loadCloudConfig({ env })).toMatchObject({ region: 'north', auth: { authUrl: 'http://north.v' } });
    expect(loadCloudConfig({ env, region: 'south' })).toMatchObject({ interface: 'admin', region: 'south' });
    env.OS_REGION_NAME = 'west';
    expect(fault().faults).toEqual(["clouds.a.region_name: 'west' is none of its regions (north, south)"]);
  });

  test('is not needed by a cloud that has an address itself', () => {
    own(`{profile: elsewhere, auth: {auth_url: http://own, ${LOGIN}}}`);

    expect(loadCloudConfig({ env }).auth.authUrl).toBe('http://own');
  });

  test.each(['vendor', 'constructor', '__proto__'])('that is none is a fault: %s', (name) => {
    vendor('a text');
    own(`{profile: ${name}, auth: {${LOGIN}}}`);

    const problem =
      name === 'vendor'
        ? 'public-clouds.vendor: must be a mapping'
        : `clouds.a.profile: '${name}' is not in clouds-public.yaml`;
    expect(fault().faults[0]).toContain(problem);
  });

  test('comes out of the given file, and out of none that was not given', () => {
    vendor('{auth: {auth_url: http://searched}}');
    const clouds = own(`{profile: vendor, auth: {${LOGIN}}}`);
    const given = file('given.yaml', 'public-clouds: {vendor: {auth: {auth_url: http://given}}}');

    expect(loadCloudConfig({ env, files: { clouds, public: given } }).auth.authUrl).toBe('http://given');
    expect(() => loadCloudConfig({ env, files: { clouds } })).toThrow("'vendor' is not in clouds-public.yaml");
  });
});

describe('the whole system as the scope', () => {
  const login = 'auth_url: http://k, username: op, password: pass-word';

  test.each([`{auth: {${login}, system_scope: all}}`, `{system_scope: all, auth: {${login}}}`])('%s', (entry) => {
    file('.config/openstack/clouds.yaml', `clouds: {a: ${entry}}`);

    expect(loadCloudConfig({ env }).auth).toMatchObject({ systemScope: true });
  });

  test('of OS_SYSTEM_SCOPE', () => {
    const variables = { OS_AUTH_URL: 'http://k', OS_USERNAME: 'op', OS_PASSWORD: 'pass-word', OS_SYSTEM_SCOPE: 'all' };

    expect(loadCloudConfig({ env: { ...env, ...variables } }).auth.systemScope).toBe(true);
    Object.assign(env, variables, { OS_PROJECT_NAME: 'ops' });
    expect(fault().faults).toEqual(['OS_*.auth.system_scope: excludes a project: a token has one scope']);
  });

  test('and a domain exclude each other', () => {
    file('.config/openstack/clouds.yaml', `clouds: {a: {auth: {${login}, system_scope: all, domain_name: corp}}}`);

    expect(fault().faults).toEqual(['clouds.a.auth.system_scope: excludes a domain: a token has one scope']);
  });
});

describe('regions', () => {
  beforeEach(() => {
    file(
      '.config/openstack/clouds.yaml',
      `
clouds:
  many:
    regions: [north, {name: south, values: {interface: internal, auth: {project_name: southern}}}]
    auth:
      ${AUTH}
      project_name: ops
`,
    );
  });

  test('the first, unless OS_REGION_NAME names another, which may bring its own values', () => {
    expect(loadCloudConfig({ env })).toMatchObject({
      region: 'north',
      interface: 'public',
      auth: { projectName: 'ops' },
    });
    env.OS_REGION_NAME = 'south';
    expect(loadCloudConfig({ env })).toMatchObject({
      region: 'south',
      interface: 'internal',
      auth: { projectName: 'southern', username: 'op' },
    });
  });

  test('one that is asked for by name, whatever OS_REGION_NAME says', () => {
    env.OS_REGION_NAME = 'north';

    expect(loadCloudConfig({ env, region: 'south' })).toMatchObject({ region: 'south', interface: 'internal' });
  });

  test('fill the addresses that name them', () => {
    file(
      '.config/openstack/clouds.yaml',
      `
clouds:
  a:
    region_name: north
    compute_endpoint_override: 'http://{region_name}.example/v2.1'
    auth: {auth_url: 'http://{region_name}.example/v3', username: op, password: '{region_name}'}
`,
    );

    const { auth, endpointOverrides } = loadCloudConfig({ env });

    expect(endpointOverrides).toEqual({ compute: 'http://north.example/v2.1' });
    expect(auth.authUrl).toBe('http://north.example/v3');
    expect(auth.password?.reveal()).toBe('{region_name}');
  });

  test('one that the cloud does not have is refused', () => {
    env.OS_REGION_NAME = 'west';

    expect(fault().faults).toEqual(["clouds.many.region_name: 'west' is none of its regions (north, south)"]);
  });
});

describe('OS_*', () => {
  const rc = {
    OS_AUTH_URL: 'http://k:5000/v3',
    OS_USERNAME: 'op',
    OS_PASSWORD: 'from-rc',
    OS_PROJECT_NAME: 'ops',
    OS_USER_DOMAIN_NAME: 'Default',
    OS_REGION_NAME: 'north',
    OS_INTERFACE: 'internal',
  };

  test('describe the cloud of an openrc file', () => {
    const config = loadCloudConfig({ env: { ...env, ...rc } });

    expect(config).toMatchObject({ name: 'envvars', region: 'north', interface: 'internal' });
    expect(config.auth.password?.reveal()).toBe('from-rc');
  });

  test('with an application credential, and without OS_AUTH_TYPE', () => {
    const config = loadCloudConfig({
      env: {
        ...env,
        OS_AUTH_URL: 'http://k',
        OS_APPLICATION_CREDENTIAL_ID: 'ac',
        OS_APPLICATION_CREDENTIAL_SECRET: 'pass-word',
      },
    });

    expect(config.auth).toMatchObject({ type: 'v3applicationcredential', applicationCredentialId: 'ac' });
  });

  test('are not mixed into a cloud that OS_CLOUD chooses', () => {
    file('.config/openstack/clouds.yaml', cloudsYaml('prod', 'http://prod'));

    const { auth, region } = loadCloudConfig({ env: { ...env, ...rc, OS_CLOUD: 'prod' } });

    expect(auth).toMatchObject({ authUrl: 'http://prod' });
    expect(auth.password?.reveal()).toBe('pw-prod');
    expect(region).toBeUndefined();
  });

  test.each(['OS_TEST_PATH', 'OS_STDOUT_CAPTURE', 'OS_LOG_CAPTURE', 'OS_REGION_NAME'])(
    '%s describes no cloud',
    (name) => {
      expect(listClouds({ ...env, [name]: '1' })).not.toContain('envvars');
    },
  );

  test('are chosen before clouds.yaml when nothing is named, and listed with it', () => {
    file('.config/openstack/clouds.yaml', cloudsYaml('prod', 'http://prod'));
    const both = { ...env, ...rc, OS_CLOUD_NAME: 'mine' };

    expect(loadCloudConfig({ env: both }).name).toBe('mine');
    expect(listClouds(both)).toEqual(['prod', 'mine']);
  });

  test('may not take the name of a cloud of the file', () => {
    file('.config/openstack/clouds.yaml', cloudsYaml('envvars', 'http://prod'));
    Object.assign(env, rc);

    expect(fault().faults[0]).toContain('set OS_CLOUD_NAME');
  });
});

describe('refused:', () => {
  test('every fault at once, each with its path, and no value that could be a secret', () => {
    file(
      '.config/openstack/clouds.yaml',
      `
clouds:
  bad:
    auth: {auth_url: 'hunter2-as-url', password: [hunter2], system_scope: some, trust_id: t}
    interface: sideways
    cacert: /does/not/exist.pem
    key: /does/not/exist.key
    verify: perhaps
    api_timeout: soon
    compute_endpoint_override: hunter2
    compute_default_microversion: newest
`,
    );

    const error = fault('bad');

    expect(error).toMatchObject({ code: 'OPENSTACK_CONFIG', kind: 'invalid-input' });
    expect([...error.faults].sort()).toEqual(
      [
        'clouds.bad.cacert: /does/not/exist.pem does not exist or may not be read',
        'clouds.bad.key: /does/not/exist.key does not exist or may not be read',
        'clouds.bad.key: is of no use without cert',
        'clouds.bad.api_timeout: must be a number of seconds above 0',
        'clouds.bad.compute_default_microversion: must be a version such as 2.79',
        'clouds.bad.auth.auth_url: must be an http or https URL',
        'clouds.bad.auth.password: must be a text; put it in quotes',
        "clouds.bad.auth.system_scope: must be 'all'",
        'clouds.bad.auth.trust_id: trusts are not supported',
        'clouds.bad.auth.username: is missing (or user_id)',
        'clouds.bad.interface: must be public, internal or admin',
        'clouds.bad.compute_endpoint_override: must be an http or https URL',
        'clouds.bad.verify: must be true or false',
      ].sort(),
    );
    for (const one of error.faults) expect(error.message).toContain(one);
    expect(error.message).not.toContain('hunter2');
  });

  test.each([
    ['password', 'auth_type: password', ['auth.username: is missing (or user_id)', 'auth.password: is missing']],
    ['token', 'auth_type: token', ['auth.token: is missing']],
    [
      'v3applicationcredential',
      'auth_type: v3applicationcredential',
      ['auth.application_credential_secret: is missing', 'auth.application_credential_id: is missing'],
    ],
    [
      'another type',
      'auth_type: v3oidcpassword',
      [
        "auth_type: 'v3oidcpassword' is not supported; it can be password, v3password, token, v3token, v3applicationcredential",
      ],
    ],
  ])('%s without what it needs', (_, line, faults) => {
    file('.config/openstack/clouds.yaml', `clouds: {a: {${line}, auth: {auth_url: http://k}}}`);

    expect(fault().faults.slice(0, faults.length)).toEqual(faults.map((one) => `clouds.a.${one}`));
  });

  test('an address with a password in it', () => {
    file(
      '.config/openstack/clouds.yaml',
      'clouds: {a: {auth: {auth_url: "http://op:pass-word@k", username: op, password: pass-word}}}',
    );

    expect(fault().faults).toEqual(['clouds.a.auth.auth_url: must not hold a user or password']);
  });

  test('two scopes', () => {
    file(
      '.config/openstack/clouds.yaml',
      'clouds: {a: {auth: {auth_url: http://k, username: op, password: pass-word, project_id: p, system_scope: all}}}',
    );

    expect(fault().faults).toEqual(['clouds.a.auth.system_scope: excludes a project: a token has one scope']);
  });

  test('an unknown cloud, naming those there are', () => {
    file('.config/openstack/clouds.yaml', 'clouds: {prod: {}, stage: {}}');

    expect(fault('prd').faults).toEqual(["there is no cloud 'prd'; known are prod, stage"]);
  });

  test('several clouds and none chosen', () => {
    file('.config/openstack/clouds.yaml', 'clouds: {prod: {}, stage: {}}');

    expect(fault().faults).toEqual(['no cloud is chosen (OS_CLOUD); known are prod, stage']);
  });

  test('broken YAML, by its line and without its text', () => {
    const path = file('.config/openstack/clouds.yaml', 'clouds:\n  a:\n    auth: {password: "pass-word\n');

    const error = fault('a');

    expect(error.faults[0]).toMatch(new RegExp(`^${path}:\\d+: is no YAML`));
    expect(error.message).not.toContain('pass-word');
  });

  test('a password that YAML takes for an alias, without the password', () => {
    const path = file('.config/openstack/clouds.yaml', 'clouds:\n  a:\n    auth: {password: *pass-word}\n');

    expect(fault('a').faults[0]).toBe(`${path}:3: an alias (*) without an anchor; a text that begins so needs quotes`);
  });

  test.each([
    ['- a list', 'must be a mapping'],
    ['clouds: [a]', 'clouds: must be a mapping'],
    ['clouds: {a: text}', 'clouds.a: must be'],
  ])('the shape of %j', (text, problem) => {
    file('.config/openstack/clouds.yaml', text);

    expect(fault('a').faults.join('\n')).toContain(problem);
  });

  test('a profile that only openstacksdk knows, where it is needed', () => {
    file('.config/openstack/clouds.yaml', 'clouds: {a: {profile: ovh, auth: {username: op, password: pass-word}}}');

    expect(fault().faults[0]).toContain("clouds.a.profile: 'ovh' is not in clouds-public.yaml");
  });
});

test('given files are the only ones read', () => {
  file('.config/openstack/clouds.yaml', cloudsYaml('other', 'http://k'));
  file('.config/openstack/secure.yaml', 'clouds: {given: {auth: {username: intruder}}}');
  const files = { clouds: file('given.yaml', cloudsYaml('given', 'http://given')) };

  expect(listClouds(env, files)).toEqual(['given']);
  expect(loadCloudConfig({ cloud: 'given', env, files }).auth.username).toBe('op');
});
