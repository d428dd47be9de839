import { expect, test } from '@jest/globals';
import type { CloudConfig } from '../config/cloud-config.ts';
import { cloudId } from './cloud-id.ts';

const idOf = (authUrl: string, region?: string, regions: Record<string, string> = {}): string =>
  cloudId({
    regions,
    name: 'whatever',
    auth: { authUrl, type: 'password' },
    ...(region !== undefined && { region }),
    interface: 'public',
    endpointOverrides: {},
    verify: true,
  } satisfies CloudConfig);

test.each([
  'https://Keystone.Example.com',
  'https://keystone.example.com/',
  'https://keystone.example.com:443/v3',
  'https://keystone.example.com/v3/',
  'https://KEYSTONE.example.com/v2.0',
])('%s is one cloud', (authUrl) => {
  expect(idOf(authUrl, 'RegionOne')).toBe('keystone.example.com:443/RegionOne');
});

test('a path is part of it, a version is not', () => {
  expect(idOf('http://cloud.example.com/Identity/v3', 'RegionOne')).toBe('cloud.example.com:80/identity/RegionOne');
});

test('port and region tell clouds apart', () => {
  const ids = [
    idOf('http://k:5000/v3', 'a'),
    idOf('http://k:5000/v3', 'b'),
    idOf('http://k:5001/v3', 'a'),
    idOf('http://k:5000/v3'),
  ];

  expect(new Set(ids).size).toBe(4);
});

test("the region is that of compute, where the services' differ", () => {
  const id = idOf('http://k:5000/v3', 'b');

  expect(idOf('http://k:5000/v3', 'a', { compute: 'b' })).toBe(id);
  expect(idOf('http://k:5000/v3', 'b', { identity: 'a' })).toBe(id);
});
