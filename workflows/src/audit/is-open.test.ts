import { expect, it } from '@jest/globals';
import { type OpenRule, type Opening, isOpen } from './is-open.ts';

const rule: OpenRule = {
  direction: 'ingress',
  etherType: 'IPv4',
  protocol: 'tcp',
  portRangeMin: 1,
  portRangeMax: 65_535,
  remoteIpPrefix: '0.0.0.0/0',
  remoteGroupId: null,
  remoteAddressGroupId: null,
};
const opening: Opening = { direction: 'ingress', remotePrefixes: ['0.0.0.0/0', '::/0'], portMin: 1, portMax: 65_535 };

it.each([
  [{}, {}, true],
  [{ protocol: 'UDP' }, {}, true],
  [{ protocol: '6' }, {}, true],
  [{ protocol: null, portRangeMin: null, portRangeMax: null }, {}, true],
  [{ portRangeMin: null, portRangeMax: null }, {}, true],
  [{ remoteIpPrefix: null }, {}, true],
  [{ remoteIpPrefix: null, etherType: 'IPv6' }, {}, true],
  [{ remoteIpPrefix: null, etherType: 'IPv6' }, { remotePrefixes: ['0.0.0.0/0'] }, false],
  [{ direction: 'egress' }, {}, false],
  [{ remoteGroupId: 'g', remoteIpPrefix: null }, {}, false],
  [{ remoteAddressGroupId: 'a', remoteIpPrefix: null }, {}, false],
  [{ protocol: 'icmp', portRangeMin: null, portRangeMax: null }, {}, false],
  [{ portRangeMin: 22, portRangeMax: 22 }, {}, false],
  [{ portRangeMin: 22, portRangeMax: 22 }, { portMin: 22, portMax: 22 }, true],
  [{ portRangeMin: 20, portRangeMax: 30 }, { portMin: 22, portMax: 31 }, false],
  [{ remoteIpPrefix: '10.0.0.0/8' }, {}, false],
  [{ remoteIpPrefix: '10.0.0.0/8' }, { remotePrefixes: ['10.1.0.0/16'] }, true],
] as [Partial<OpenRule>, Partial<Opening>, boolean][])('%j against %j: %s', (given, wanted, expected) => {
  expect(isOpen({ ...rule, ...given }, { ...opening, ...wanted })).toBe(expected);
});
