import { EffectRefused, defaultContext, readOnly } from '@opsbook/context';
import type { CloudConfig } from '@opsbook/openstack';
import { describe, expect, it } from '@jest/globals';
import { isConfigError } from '../errors.ts';
import { configOf } from '../load/config-of.ts';
import { simulatedServices } from './simulated-services.ts';

// Nothing listens there: these tests send no request.
const cloud = {
  cloudConfig: (): CloudConfig => ({
    name: 'sim',
    auth: { authUrl: 'http://127.0.0.1:1/identity', type: 'password', username: 'admin' },
    region: 'RegionOne',
    interface: 'public',
    endpointOverrides: { compute: 'http://127.0.0.1:1/compute/v2.1' },
    verify: true,
  }),
};

const targetOf = (services: ReturnType<typeof simulatedServices>, name: string) =>
  services.openstack(name).targetOf('hypervisor', 'hv1');

describe('simulated services', () => {
  it('have one cloud by its own name', () => {
    const services = simulatedServices({ openstack: cloud });
    expect(services.openstack('sim').cloud).toBe('sim');
    expect(() => services.openstack('prod')).toThrow('the cloud "prod" is not known. Known clouds: sim');
  });

  it('have one cloud under several names, with the same lease targets', () => {
    const services = simulatedServices({ openstack: { prod: cloud, 'prod-too': cloud } });
    expect(services.openstack('prod-too').cloud).toBe('prod-too');
    expect(targetOf(services, 'prod')).toBe('127.0.0.1:1/identity/RegionOne/hypervisor/hv1');
    expect(targetOf(services, 'prod-too')).toBe(targetOf(services, 'prod'));
  });

  it('have the configuration that the test gives, whole or in part', () => {
    const input = { clouds: { prod: { cloudId: 'the-cloud' } }, migration: { timeout: 60 } };
    for (const config of [input, configOf(input)]) {
      const services = simulatedServices({ openstack: { prod: cloud }, config });
      expect(services.config.migration).toMatchObject({ timeout: 60, snapshotTimeout: 21_600 });
      expect(targetOf(services, 'prod')).toBe('the-cloud/hypervisor/hv1');
    }
    expect(simulatedServices({ openstack: cloud }).config).toEqual(configOf({}));
  });

  it('ask the guard of the context', async () => {
    const services = simulatedServices({
      openstack: cloud,
      context: { ...defaultContext, guard: { check: (request) => readOnly.check({ ...request, effect: 'change' }) } },
    });
    await expect(services.openstack('sim').whoAmI()).rejects.toThrow(EffectRefused);
  });

  it('refuse a configuration with faults', () => {
    const wrong = { migration: { timeout: -1 } };
    let refusal: unknown;
    try {
      simulatedServices({ openstack: cloud, config: wrong });
    } catch (error) {
      refusal = error;
    }
    expect(isConfigError(refusal) && refusal.faults).toEqual([
      { path: 'migration.timeout', message: expect.stringContaining('>0') },
    ]);
  });
});
