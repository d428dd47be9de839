import * as z from 'zod';
import { FORMATS, type FormatName, isQueryError, textQuery } from '@opsbook/openstack-query';
import { cloud } from '../fields.ts';
import { quoted } from '../find/query-text.ts';
import { written } from '../find/written.ts';
import { refuseFaults } from '../project/look-up.ts';
import { runbook } from '../runbook.ts';
import { type Candidate, readCandidates, readServerCounts } from './candidates.ts';
import { flavorsOfHost } from './flavors-of-host.ts';
import { naturally } from './naturally.ts';

const candidate = z.object({
  id: z.string(),
  host: z.string().describe("Its compute service's host name"),
  hostname: z.string(),
  hostIp: z.string().nullable(),
  state: z.string(),
  status: z.string(),
  disabledReason: z.string().nullable(),
  vcpus: z.number().nullable().describe('What placement gives away at most, with ratio and reserve'),
  vcpusUsed: z.number().nullable(),
  ramMiB: z.number().nullable(),
  ramMiBUsed: z.number().nullable(),
  ramMiBFree: z.number().nullable(),
  servers: z.number().describe('All on it'),
  runningServers: z.number().describe('Those of them that are ACTIVE'),
});

const SORTS = ['vcpusUsed', 'ramMiBUsed', 'servers', 'runningServers', 'hostname'] as const;
const COLUMNS = Object.keys(candidate.shape) as (keyof z.output<typeof candidate>)[];

const address = z
  .string()
  .min(1)
  .superRefine((pattern, checked) => {
    try {
      textQuery({ resource: 'hypervisors', where: [conditionOf(pattern)] }, 0);
    } catch (error) {
      if (!isQueryError(error)) throw error;
      checked.addIssue({ code: 'custom', message: error.faults[0]?.message ?? error.message });
    }
  });

/** Ranks hypervisors that are worth being emptied and installed anew. */
export const findReinstallCandidates = runbook({
  name: 'hypervisor.find-reinstall-candidates',
  summary: 'Find hypervisors that are lightly used and fit to be reinstalled',
  description:
    'Lists hypervisors with what placement says of them, leaves out those that the filters are not for, counts their servers, and sorts. Which ' +
    "flavors a host can run is told by nova's rule for aggregates. It only reads.",
  risk: 'read-only',
  input: z.strictObject({
    cloud,
    addressPattern: address
      .optional()
      .describe('Regular expression (RE2) that fits in its address: `^172[.]16[.]`; default: any'),
    maxVcpusUsed: z.number().int().min(0).optional().describe('So many processors given away at most; default: any'),
    maxServers: z.number().int().min(0).optional().describe('So many servers at most; default: any'),
    includeDown: z.boolean().default(false).describe('Those whose compute service is down, too'),
    includeDisabled: z.boolean().default(false).describe('Those whose compute service is disabled, too'),
    excludeNames: z.array(z.string().min(1)).default([]).describe('Not those with one of these texts in their name'),
    flavors: z
      .array(z.string().min(1))
      .default([])
      .describe('Only those whose aggregates allow one of these flavors, by name; default: any'),
    excludeFlavors: z
      .array(z.string().min(1))
      .default([])
      .describe('Not those whose aggregates allow one of these flavors, by name'),
    sort: z.enum(SORTS).default('vcpusUsed').describe('What they are ranked by; then by name'),
    descending: z.boolean().default(false).describe('The most first; default: the least'),
    format: z
      .enum(Object.keys(FORMATS) as FormatName[])
      .optional()
      .describe('Writes the result as a text too; default: rows only'),
  }),
  output: z.object({
    hypervisors: z.array(candidate),
    text: z.string().nullable().describe('The result in the format asked for'),
  }),
  replaces: [
    {
      action: 'hv.find.reinstall.candidates',
      call: {
        cloud: 'prod',
        addressPattern: '^172[.]16[.]',
        maxVcpusUsed: 60,
        excludeNames: ['gpu'],
        excludeFlavors: ['c3.large'],
        sort: 'servers',
        format: 'csv',
      },
      better:
        "The filters by flavor work, sorting goes the way it says, figures are placement's own, and no address of a site is built in.",
    },
  ],
  async run(ctx, input) {
    const { services } = ctx;
    const client = services.openstack(input.cloud);
    const rows = await ctx.read('hypervisors', () =>
      readCandidates(client, input.addressPattern === undefined ? [] : [conditionOf(input.addressPattern)]),
    );
    const wanted = [...input.flavors, ...input.excludeFlavors];
    const runs =
      wanted.length === 0
        ? undefined
        : await ctx.read('flavors', async () => {
            const [flavors, aggregates] = await Promise.all([
              client.compute.flavors.list({ isPublic: null }),
              client.compute.aggregates.list(),
            ]);
            const known = flavors.filter(({ name }) => wanted.includes(name));
            const { scope } = services.config.testServers;
            const allowed = (host: string) => flavorsOfHost(host, { flavors: known, aggregates, scope });
            return {
              unknown: wanted.filter((name) => !known.some((one) => one.name === name)),
              byHost: Object.fromEntries(rows.map(({ host }) => [host, allowed(host).map(({ name }) => name)])),
            };
          });
    refuseFaults((runs?.unknown ?? []).map((name) => `there is no flavor '${name}'`));
    const counts = await ctx.read('servers', () => readServerCounts(client));
    const { maxVcpusUsed = Infinity, maxServers = Infinity } = input;
    const found = rows
      .map((row) => ({ ...row, ...(counts[row.hostname] ?? { servers: 0, runningServers: 0 }) }))
      .filter((one) => input.includeDown || one.state === 'up')
      .filter((one) => input.includeDisabled || one.status === 'enabled')
      .filter(({ hostname }) => !input.excludeNames.some((part) => hostname.includes(part)))
      .filter(({ vcpusUsed }) => maxVcpusUsed === Infinity || (vcpusUsed !== null && vcpusUsed <= maxVcpusUsed))
      .filter(({ servers }) => servers <= maxServers)
      .filter(({ host }) => input.flavors.length === 0 || allows(runs?.byHost[host], input.flavors))
      .filter(({ host }) => !allows(runs?.byHost[host], input.excludeFlavors))
      .sort(byRank(input.sort, input.descending));
    const { format } = input;
    const lines = [{ rows: found.map((one) => COLUMNS.map((column) => one[column])) }];
    const text =
      format === undefined
        ? null
        : await ctx.read('text', () =>
            written({ columns: COLUMNS, grouped: false, chunks: lines }, format, 'hypervisors'),
          );
    return { hypervisors: found, text };
  },
});

const conditionOf = (pattern: string): string => `hostIp~${quoted(pattern)}`;

const allows = (runs: readonly string[] | undefined, flavors: readonly string[]): boolean =>
  runs?.some((name) => flavors.includes(name)) ?? false;

/** What is not known comes last, either way. */
const byRank = (property: (typeof SORTS)[number], descending: boolean) => (a: Candidate, b: Candidate) => {
  const [one, other] = [a[property], b[property]];
  if (one === null || other === null) return one === other ? naturally(a.hostname, b.hostname) : one === null ? 1 : -1;
  const order = naturally(String(one), String(other));
  return (descending ? -order : order) || naturally(a.hostname, b.hostname);
};
