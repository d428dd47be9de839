import type { Host, Service } from '@opsbook/icinga';
import * as z from 'zod';
import { runbook } from '../runbook.ts';
import { icinga } from './fields.ts';

const STATES = ['UP', 'DOWN', 'OK', 'WARNING', 'CRITICAL', 'UNKNOWN', 'PENDING'] as const;
const OF_HOSTS = ['UP', 'DOWN', 'PENDING'];
const OF_SERVICES = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN', 'PENDING'];

const Input = z
  .strictObject({
    icinga,
    kind: z.enum(['host', 'service']).default('host').describe('What is looked for'),
    name: z
      .string()
      .min(1)
      .describe('Pattern of the name: * and ? stand for any characters; letters’ case does not matter')
      .optional(),
    host: z.string().min(1).describe('Of services: those of this host only').optional(),
    state: z.enum(STATES).describe('Of hosts UP, DOWN or PENDING, of services the others').optional(),
    vars: z
      .record(z.string().min(1), z.string())
      .default({})
      .describe('Custom variables that all have to be so, as team: cloud'),
  })
  .superRefine(({ kind, state, host }, context) => {
    const known = kind === 'host' ? OF_HOSTS : OF_SERVICES;
    if (state !== undefined && !known.includes(state))
      context.addIssue({ code: 'custom', path: ['state'], message: `a ${kind} is ${known.join(', ')}` });
    if (kind === 'host' && host !== undefined)
      context.addIssue({ code: 'custom', path: ['host'], message: 'only for services: give name' });
  });

/** Finds hosts and services in Icinga. */
export const findMonitoredObjects = runbook({
  name: 'downtime.find-objects',
  summary: 'Find hosts or services in Icinga by name, state and custom variable',
  description: 'Nothing found is an answer, too. All that is given must hold.',
  risk: 'read-only',
  input: Input,
  output: z.object({
    found: z.array(
      z.object({
        name: z.string(),
        host: z.string(),
        state: z.enum(STATES),
        stateType: z.enum(['soft', 'hard']),
        output: z.string().nullable().describe('What the check said'),
        since: z.string().nullable().describe('Last change of the state'),
        acknowledged: z.boolean(),
        inDowntime: z.boolean(),
      }),
    ),
  }),
  replaces: [
    {
      action: 'icinga.search.by.name',
      call: { kind: 'host', name: 'hv*', vars: { team: 'cloud' } },
      better: 'Names are sent beside the filter and not inside it, and the answer is JSON with states by name.',
    },
    {
      action: 'icinga.search.by.state',
      call: { kind: 'service', state: 'UNKNOWN', vars: { team: 'cloud' } },
      better: 'States are those of the kind, rightly spelt, and what was never checked is not taken for a problem.',
    },
  ],
  async run(ctx, { icinga: account, kind, name, host, state, vars }) {
    const client = ctx.services.icinga(account);
    const match = name === undefined ? {} : { match: name };
    const found = await ctx.read(`${kind}s`, async () => {
      if (kind === 'host') {
        const hosts = await client.hosts.list({ ...match, vars, ...(state && { state: state as Host['state'] }) });
        return hosts.map((one) => ({ ...about(one), host: one.name }));
      }
      const services = await client.services.list({
        ...match,
        vars,
        ...(host !== undefined && { host }),
        ...(state && { state: state as Service['state'] }),
      });
      return services.map((one) => ({ ...about(one), host: one.host }));
    });
    return { found };
  },
});

const about = ({ name, state, stateType, output, lastStateChangeAt, acknowledged, inDowntime }: Host | Service) => ({
  name,
  state,
  stateType,
  output,
  since: lastStateChangeAt,
  acknowledged,
  inDowntime,
});
