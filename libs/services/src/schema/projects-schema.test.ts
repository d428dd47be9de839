import { describe, expect, it } from '@jest/globals';
import { isConfigError } from '../errors.ts';
import { configOf } from '../load/config-of.ts';
import type { ConfigInput } from './config-schema.ts';

const faultsOf = (projects: unknown): Record<string, string> => {
  try {
    configOf({ projects } as ConfigInput);
  } catch (error) {
    if (!isConfigError(error)) throw error;
    return Object.fromEntries(error.faults.map(({ path, message }) => [path, message]));
  }
  return {};
};

const ruled = (...rules: unknown[]) => faultsOf({ securityGroups: { g: rules } });

describe('projects', () => {
  it('have groups for web servers, and what the cloud works with protected, where nothing is said', () => {
    const { projects } = configOf({});
    expect(projects).toMatchObject({
      domain: 'default',
      userRole: 'member',
      protected: ['admin', 'service'],
      networks: {},
    });
    expect(projects.securityGroups).toEqual({
      HTTP: [{ direction: 'ingress', etherType: 'IPv4', protocol: 'tcp', portMin: 80 }],
      HTTPS: ['tcp', 'udp'].map((protocol) => ({ direction: 'ingress', etherType: 'IPv4', protocol, portMin: 443 })),
    });
  });

  it('are connected by a profile of either kind', () => {
    const networks = {
      inside: { kind: 'shared' as const, network: 'Internal' },
      outside: { kind: 'own' as const, externalNetwork: 'public', range: '192.168.0.0/16' },
    };
    expect(configOf({ projects: { networks } }).projects.networks).toMatchObject({
      inside: { securityGroups: {} },
      outside: { prefixLength: 24, reservedAddresses: 10, dnsNameservers: [] },
    });
  });

  it('have no range that does not begin where it is said to, and none smaller than its subnets', () => {
    const own = { kind: 'own', externalNetwork: 'public' };
    const wrong = { a: { ...own, range: '130.248.0.0/12' }, b: { ...own, range: '192.168.1.0/26' }, c: { ...own } };
    expect(faultsOf({ networks: { ...wrong, d: { kind: 'other' } } })).toMatchObject({
      'projects.networks.a.range': expect.stringContaining('has bits behind its prefix'),
      'projects.networks.b.prefixLength': 'is larger than 192.168.1.0/26',
      'projects.networks.c.range': expect.anything(),
      'projects.networks.d.kind': expect.anything(),
    });
    const tight = { ...own, range: '192.168.0.0/16', prefixLength: 28, reservedAddresses: 14 };
    expect(faultsOf({ networks: { a: tight } })).toEqual({
      'projects.networks.a.reservedAddresses': 'leaves no address for servers',
    });
  });
});

it('writes the group of each project as neutron does', () => {
  const faults = Object.values(faultsOf({ securityGroups: { default: [], Default: [] } }));
  expect(faults).toEqual([expect.stringContaining('`default`')]);
});

describe('a rule of a security group', () => {
  it('is one that neutron takes', () => {
    const faults = ruled(
      { protocol: 'htpp' },
      { protocol: '256' },
      { protocol: '06' },
      { protocol: 'tcp', portMin: 0, portMax: 80 },
      { protocol: 'icmp', portMin: 8, portMax: 256 },
      { protocol: 'gre', portMin: 1, portMax: 2 },
      { protocol: 'ipv6-icmp' },
      { protocol: 'ICMP', portMin: 8 },
      { protocol: 'UDP', portMin: 53 },
      { protocol: '41', etherType: 'IPv6' },
    );
    expect(Object.entries(faults)).toEqual([
      ['projects.securityGroups.g[0].protocol', expect.stringContaining('or one of hopopt,')],
      ['projects.securityGroups.g[1].protocol', expect.stringContaining('a number up to 255')],
      ['projects.securityGroups.g[2].protocol', expect.stringContaining('a number up to 255')],
      ['projects.securityGroups.g[3].portMin', 'is no port'],
      ['projects.securityGroups.g[4].portMax', 'is a type or code of ICMP: 255 at most'],
      ['projects.securityGroups.g[5].portMin', 'is not for gre, which has no ports'],
      ['projects.securityGroups.g[5].portMax', 'is not for gre, which has no ports'],
      ['projects.securityGroups.g[6].protocol', 'ipv6-icmp is for IPv6 only'],
    ]);
  });

  it('is refused where it makes no sense, with every fault', () => {
    const faults = ruled(
      { protocol: 'tcp', portMin: 90, portMax: 80, include: ['10.0.0.0/8', '10.1.0.0/8', 'here'] },
      { portMin: 22 },
      { protocol: 'udp', portMax: 22, etherType: 'IPv6', include: ['10.0.0.0/8'], except: ['::/0'] },
      { except: ['fe80::/10'] },
    );
    expect(faults).toEqual({
      'projects.securityGroups.g[0].portMax': 'must be 90 at least',
      'projects.securityGroups.g[0].include[1]': expect.stringContaining('has bits behind its prefix'),
      'projects.securityGroups.g[0].include[2]': expect.stringContaining('must be addresses'),
      'projects.securityGroups.g[1].portMin': 'needs a `protocol`',
      'projects.securityGroups.g[2].portMax': 'needs `portMin`',
      'projects.securityGroups.g[2].include[0]': 'is no IPv6 range',
      'projects.securityGroups.g[2].except': 'is for IPv4 only',
      'projects.securityGroups.g[3].except[0]': 'is no IPv4 range',
    });
  });

  it('may name a code of ICMP that is below its type', () => {
    expect(
      ruled({ protocol: 'icmp', portMin: 3, portMax: 0 }, { etherType: 'IPv6', include: ['2001:db8::/32'] }),
    ).toEqual({});
  });
});

describe('the intake', () => {
  it('reads the usual form, and waits for two weeks, where nothing is said', () => {
    expect(configOf({}).projects.intake).toMatchObject({
      property: 'proforma.forms.i1',
      approvedStatus: 'Approved',
      internal: true,
      patience: 1_209_600,
      questions: {},
    });
  });

  it('knows the fields of project.create only, each from one place', () => {
    const intake = { questions: { name: '3', memory: '33' }, fields: { name: 'Name' }, times: { ramMiB: 0 }, every: 1 };
    expect(faultsOf({ intake })).toEqual({
      'projects.intake.questions': expect.stringContaining('memory'),
      'projects.intake.fields.name': 'is answered by a question already',
      'projects.intake.times.ramMiB': expect.anything(),
      'projects.intake.every': expect.anything(),
    });
  });
});
