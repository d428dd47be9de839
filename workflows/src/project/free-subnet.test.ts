import { expect, it } from '@jest/globals';
import { freeSubnet } from './free-subnet.ts';

const from = { range: '192.168.0.0/16', prefixLength: 24, reservedAddresses: 10 };

it('is the first of the range, with its gateway and without the reserved addresses', () => {
  expect(freeSubnet(from, [])).toEqual({
    cidr: '192.168.0.0/24',
    gatewayIp: '192.168.0.1',
    allocationPools: [{ start: '192.168.0.11', end: '192.168.0.254' }],
  });
});

it('overlaps nothing that is taken, be it larger, smaller or of the other kind', () => {
  const taken = ['192.168.0.0/23', '192.168.2.128/26', '2001:db8::/64', '10.0.0.0/8'];
  expect(freeSubnet(from, taken)?.cidr).toBe('192.168.3.0/24');
  expect(freeSubnet(from, ['192.168.0.0/16'])).toBeUndefined();
  expect(freeSubnet({ ...from, range: '192.168.7.0/24' }, [])?.cidr).toBe('192.168.7.0/24');
});
