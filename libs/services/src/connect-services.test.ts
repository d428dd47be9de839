import { VirtualClock, defaultContext } from '@opsbook/context';
import { SimulatorServer } from '@opsbook/http/testing';
import { isOpenStackError } from '@opsbook/openstack';
import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { connectServices } from './connect-services.ts';
import { isConfigError } from './errors.ts';
import { knownClouds } from './known-clouds.ts';
import { configOf } from './load/config-of.ts';
import type { ConfigInput } from './schema/config-schema.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const CLOUDS = `clouds:
  prod:
    region_name: RegionOne
    auth: {auth_url: 'http://keystone.example.com:5000/v3', username: op, password: pw-of-op, project_name: ops, user_domain_name: Default, project_domain_name: Default}
  prod-again:
    region_name: RegionOne
    auth: {auth_url: 'http://keystone.example.com:5000', username: op, password: pw-of-op, project_name: ops, user_domain_name: Default, project_domain_name: Default}
  two-regions:
    regions: [North, South]
    auth: {auth_url: 'http://keystone.example.com:5000', username: op, password: pw-of-op, project_name: ops, user_domain_name: Default, project_domain_name: Default}
`;

function connect(input: ConfigInput) {
  const folder = temporaryFolder({ 'clouds.yaml': CLOUDS });
  const env = { HOME: folder, OS_CLIENT_CONFIG_FILE: join(folder, 'clouds.yaml') };
  const config = configOf(input);
  return { env, config, services: connectServices(config, defaultContext, { env }) };
}

function errorOf(fn: () => unknown): unknown {
  try {
    fn();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('clouds', () => {
  it('are known from the configuration and from clouds.yaml', () => {
    const { config, env } = connect({ clouds: { main: { cloud: 'prod' }, prod: {} } });
    expect(knownClouds(config, env)).toEqual(['main', 'prod', 'prod-again', 'two-regions']);
  });

  it('that nobody knows are refused with those that are known', () => {
    const { services } = connect({ clouds: { main: { cloud: 'prod' } } });
    const error = errorOf(() => services.openstack('prdo'));
    expect(isConfigError(error) && [error.code, error.kind, error.message]).toEqual([
      'CONFIG_UNKNOWN_CLOUD',
      'invalid-input',
      'the cloud "prdo" is not known; did you mean prod? Known clouds: main, prod, prod-again, two-regions',
    ]);
    expect(isConfigError(errorOf(() => services.openstack('constructor')))).toBe(true);
  });

  it('that the configuration has and clouds.yaml has not are refused with the reason', () => {
    const { services } = connect({ clouds: { main: { cloud: 'gone' } } });
    const error = errorOf(() => services.openstack('main'));
    expect(isOpenStackError(error) && error.code).toBe('OPENSTACK_CONFIG');
    expect((error as Error).message).toMatch(/gone.*prod/);
  });

  it('may be in a clouds.yaml of their own', () => {
    const cloudsFile = join(temporaryFolder({ 'lab.yaml': CLOUDS.replaceAll('keystone.', 'lab.') }), 'lab.yaml');
    const { services } = connect({ clouds: { lab: { cloud: 'prod', cloudsFile } } });
    expect(services.openstack('lab').targetOf('server', 's')).toBe('lab.example.com:5000/RegionOne/server/s');
    expect(services.openstack('prod').targetOf('server', 's')).toBe('keystone.example.com:5000/RegionOne/server/s');
  });

  it('of a clouds.yaml that cannot be read are refused with what is wrong with it', () => {
    const folder = temporaryFolder({ 'clouds.yaml': 'clouds: {prod: [' });
    const env = { HOME: folder, OS_CLIENT_CONFIG_FILE: join(folder, 'clouds.yaml') };
    const error = errorOf(() => connectServices(configOf({}), defaultContext, { env }).openstack('prod'));
    expect(isOpenStackError(error) && error.code).toBe('OPENSTACK_CONFIG');
    expect((error as Error).message).toContain(join(folder, 'clouds.yaml'));
  });

  it('have one client each, by the name that the person uses', () => {
    const { services } = connect({ clouds: { main: { cloud: 'prod' } } });
    expect(services.openstack('main')).toBe(services.openstack('main'));
    expect(services.openstack('main').cloud).toBe('main');
    expect(services.openstack('prod')).not.toBe(services.openstack('main'));
  });
});

describe('requests', () => {
  it('keep to the time-out and the retries of the configuration; api_timeout of clouds.yaml wins', async () => {
    const clock = new VirtualClock();
    const server = new SimulatorServer({ clock });
    await server.start();
    server.fault.always('POST /v3/auth/tokens', { hang: true });
    const auth = `auth: {auth_url: '${server.url}', username: op, password: pw-of-op}`;
    const folder = temporaryFolder({
      'clouds.yaml': `clouds:\n  prod:\n    ${auth}\n  hasty:\n    api_timeout: 3\n    ${auth}\n`,
    });
    const env = { OS_CLIENT_CONFIG_FILE: join(folder, 'clouds.yaml') };
    const config = configOf({ http: { timeout: 7, retries: 0 } });
    const services = connectServices(config, { ...defaultContext, clock }, { env });
    const secondsOf = async (cloud: string) => {
      const start = clock.now();
      await expect(services.openstack(cloud).whoAmI()).rejects.toMatchObject({ code: 'OPENSTACK_TIMEOUT' });
      return (clock.now() - start) / 1000;
    };
    expect([await secondsOf('prod'), await secondsOf('hasty')]).toEqual([7, 3]);
    services.close();
    await server.stop();
  });
});

describe('lease targets', () => {
  const target = (input: ConfigInput, cloud: string) =>
    connect(input).services.openstack(cloud).targetOf('hypervisor', 'hv1');

  it('are the same by whatever name one reaches the cloud', () => {
    const expected = 'keystone.example.com:5000/RegionOne/hypervisor/hv1';
    expect(target({}, 'prod')).toBe(expected);
    expect(target({}, 'prod-again')).toBe(expected);
    expect(target({ clouds: { main: { cloud: 'prod' } } }, 'main')).toBe(expected);
  });

  it('carry the configured id of the cloud', () => {
    expect(target({ clouds: { main: { cloud: 'prod', cloudId: 'the-cloud' } } }, 'main')).toBe(
      'the-cloud/hypervisor/hv1',
    );
  });

  it('differ by the configured region', () => {
    expect(target({}, 'two-regions')).toBe('keystone.example.com:5000/North/hypervisor/hv1');
    expect(target({ clouds: { south: { cloud: 'two-regions', region: 'South' } } }, 'south')).toBe(
      'keystone.example.com:5000/South/hypervisor/hv1',
    );
  });
});
