import { describe, expect, it } from '@jest/globals';
import type { Aggregate, Flavor } from '@opsbook/openstack';
import { flavorsOfHost } from './flavors-of-host.ts';

const flavor = (name: string, extraSpecs: Record<string, string>) => ({ name, extraSpecs }) as Flavor;
const aggregate = (hosts: string[], metadata: Record<string, string>) => ({ hosts, metadata }) as unknown as Aggregate;
const scope = 'aggregate_instance_extra_specs';
const names = (host: string, flavors: Flavor[], aggregates: Aggregate[]) =>
  flavorsOfHost(host, { flavors, aggregates, scope }).map(({ name }) => name);

describe('the flavors of a host', () => {
  const aggregates = [
    aggregate(['hv1'], { hosttype: 'gpu', disk: 'ssd, nvme' }),
    aggregate(['hv1', 'hv2'], { hosttype: 'fast' }),
    aggregate(['hv3'], {}),
  ];

  it('fit every key with the scope, over all of its aggregates and their lists', () => {
    const flavors = [
      flavor('a', { [`${scope}:hosttype`]: 'gpu', [`${scope}:disk`]: 'nvme' }),
      flavor('b', { [`${scope}:hosttype`]: 'fast' }),
      flavor('c', { [`${scope}:hosttype`]: 'gpu', [`${scope}:disk`]: 'tape' }),
      flavor('d', { 'hw:cpu_policy': 'dedicated' }),
    ];
    expect(names('hv1', flavors, aggregates)).toEqual(['a', 'b', 'd']);
    expect(names('hv2', flavors, aggregates)).toEqual(['b', 'd']);
    expect(names('hv3', flavors, aggregates)).toEqual(['d']);
  });

  it('have to fit keys without a scope too, as nova has it', () => {
    expect(names('hv1', [flavor('a', { disk: 'ssd' }), flavor('b', { disk: 'tape' })], aggregates)).toEqual(['a']);
  });
});
