import { query } from '@opsbook/openstack-query';
import * as z from 'zod';
import { cloud } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { factLines, findingKey, findings } from './finding.ts';
import { covers, ipRange } from './ip-range.ts';

const router = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  projectId: z.string().nullable(),
  project: z.string().nullable().describe("The project's name"),
  network: z.string().nullable().describe("The external network's name"),
  addresses: z.array(z.string()).describe('Of its gateway, those in the ranges'),
  createdAt: z.string(),
});

/** Finds routers that lead into ranges where no project should be. */
export const findInternalGateways = runbook({
  name: 'audit.find-internal-gateways',
  summary: 'Find routers whose external gateway address is in given ranges',
  description: 'Lists all routers once and compares the addresses of their gateways with the ranges. It only reads.',
  risk: 'read-only',
  input: z.strictObject({
    cloud,
    ranges: z
      .array(z.union([z.cidrv4(), z.cidrv6()], { error: 'is no prefix: 172.16.0.0/12, fd00::/8' }))
      .min(1)
      .describe('Prefixes in which no gateway may be'),
  }),
  output: z.object({ checked: z.number().describe('Routers looked at'), routers: z.array(router), findings }),
  replaces: [
    {
      action: 'check.internal.router.gateways',
      call: { cloud: 'prod', ranges: ['172.16.0.0/12'] },
      better:
        'The ranges are given and are compared as numbers, a router with two such addresses is told once, and the result names project and network.',
    },
  ],
  async run(ctx, input) {
    const rows = await ctx.read('routers', () =>
      query(ctx.services.openstack(input.cloud))
        .routers()
        .select('id', 'name', 'status', 'projectId', 'project.name', 'network.name', 'gatewayAddresses', 'createdAt')
        .sort('name', 'id')
        .rows(),
    );
    const ranges = input.ranges.map(ipRange);
    const routers = rows.flatMap(
      ({ 'project.name': project, 'network.name': network, gatewayAddresses, createdAt, ...own }) => {
        const addresses = gatewayAddresses.filter((one) => ranges.some((range) => covers(range, ipRange(one))));
        return addresses.length === 0 ? [] : [{ ...own, project, network, addresses, createdAt }];
      },
    );
    return {
      checked: rows.length,
      routers,
      findings: routers.map(({ id, name, status, project, projectId, network, addresses }) => ({
        key: findingKey('internal-gateway', input.cloud, id),
        title: `Router ${name || id} on ${input.cloud} has its gateway at ${addresses.join(', ')}`,
        body: factLines({
          Router: id,
          Status: status,
          Project: project ?? projectId,
          'External network': network,
          'Gateway addresses': addresses.join(', '),
          'Ranges looked for': input.ranges.join(', '),
        }),
      })),
    };
  },
});
