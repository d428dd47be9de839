import { describe, expect, test } from '@jest/globals';
import type { CloudConfig } from '../config/cloud-config.ts';
import { type CatalogBody, endpointOf } from './catalog.ts';

const config = (changes: Partial<CloudConfig> = {}): CloudConfig => ({
  name: 'prod',
  auth: { authUrl: 'http://keystone/v3', type: 'password' },
  region: 'north',
  interface: 'public',
  endpointOverrides: {},
  verify: true,
  ...changes,
});

const at = (region: string, kind = 'public') => ({
  interface: kind,
  region_id: region,
  region,
  url: `http://nova.${region}.${kind}/v2.1/`,
});

const CATALOG: CatalogBody = [
  { type: 'compute', endpoints: [at('south'), at('north', 'internal'), at('north')] },
  { type: 'image', endpoints: [at('south')] },
];

test('the endpoint of region and interface', () => {
  expect(endpointOf(config(), CATALOG, 'compute')).toBe('http://nova.north.public/v2.1');
  expect(endpointOf(config({ interface: 'internal' }), CATALOG, 'compute')).toBe('http://nova.north.internal/v2.1');
});

test("a service's own region and interface come first", () => {
  const given = config({ regions: { image: 'south' }, interfaces: { compute: 'internal' } });

  expect(endpointOf(given, CATALOG, 'image')).toBe('http://nova.south.public/v2.1');
  expect(endpointOf(given, CATALOG, 'compute')).toBe('http://nova.north.internal/v2.1');
});

test('an override wins over the catalog, and needs none', () => {
  const overridden = config({ endpointOverrides: { compute: 'http://tunnel:8774/' } });

  expect(endpointOf(overridden, [], 'compute')).toBe('http://tunnel:8774');
});

test('without a region the only one will do', () => {
  const { region: _, ...rest } = config();

  expect(endpointOf(rest, CATALOG, 'image')).toBe('http://nova.south.public/v2.1');
});

describe('a service of several types', () => {
  const older = ['volumev3', 'volume'];
  const entry = (type: string, region_id = 'north') => ({
    type,
    endpoints: [{ interface: 'public', region_id, url: `http://${type}` }],
  });

  test.each([
    ['the newest', [entry('volume'), entry('volumev3'), entry('block-storage')], 'http://block-storage'],
    ['an older one', [entry('volume'), entry('volumev3')], 'http://volumev3'],
    ['the one that is in the region', [entry('block-storage', 'south'), entry('volume')], 'http://volume'],
  ])('is taken from the catalog as %s', (_, catalog, url) => {
    expect(endpointOf(config(), catalog, 'block-storage', older)).toBe(url);
  });

  test('has the settings of any', () => {
    const given = config({ endpointOverrides: { volume: 'http://override' } });
    expect(endpointOf(given, [], 'block-storage', older)).toBe('http://override');
    const south = config({ regions: { volumev3: 'south' } });
    expect(endpointOf(south, [entry('block-storage', 'south')], 'block-storage', older)).toBe('http://block-storage');
  });
});

describe('refused, saying what there is:', () => {
  const { region: _, ...noRegion } = config();
  test.each([
    { what: 'a service that is not there', given: config(), type: 'network', has: 'the catalog has compute, image' },
    { what: 'another region', given: config(), type: 'image', has: 'public in south' },
    {
      what: 'another interface',
      given: config({ interface: 'admin' }),
      type: 'compute',
      has: 'public in south, internal in north, public in north',
    },
    { what: 'two regions and none chosen', given: noRegion, type: 'compute', has: 'south, north: set region_name' },
  ])('$what', ({ given, type, has }) => {
    expect(() => endpointOf(given, CATALOG, type)).toThrow(
      expect.objectContaining({ code: 'OPENSTACK_NO_ENDPOINT', message: expect.stringContaining(has) as unknown }),
    );
  });

  test('a service without an address, as cinder is to a token of the system', () => {
    const catalog = [...CATALOG, { type: 'volumev3', endpoints: [] }];
    expect(() => endpointOf(config(), catalog, 'block-storage', ['volumev3'])).toThrow('use one of a project');
  });

  test('an empty catalog, as an unscoped token has it', () => {
    expect(() => endpointOf(config(), [], 'compute')).toThrow('project_name');
  });
});
