import type { JiraClient } from '@opsbook/jira';
import { refuse } from '@opsbook/runbook';
import * as z from 'zod';
import { runbook } from '../runbook.ts';
import { eachTicket } from './each-ticket.ts';
import { ensureRequest } from './ensure-request.ts';
import { jira, jiraFields, summary } from './fields.ts';
import { marker, markerOf } from './marker.ts';
import { TicketsReport } from './request-report.ts';

const request = z.strictObject({
  summary,
  body: z.string().max(30_000).default('').describe('Description, plain text'),
  fields: jiraFields,
  marker: marker.optional(),
});

/** Makes requests of a service desk, each once. */
export const createRequests = runbook({
  name: 'ticket.create-requests',
  summary: 'Make requests of a Jira service desk, each once',
  description:
    'Makes a request for each entry that has none yet, and goes on past those that Jira does not take. Each is found again by its ' +
    'label. Where a crash leaves open whether one was made, it is looked for by its words.',
  risk: 'safe',
  input: z.strictObject({
    jira,
    serviceDesk: z.string().min(1).describe('Service desk, by the key of its project or its id'),
    requestType: z.string().min(1).describe('Type of the requests, by name or id'),
    requests: z.array(request).min(1).max(200).superRefine(refuseTwice).describe('The requests'),
  }),
  output: TicketsReport,
  replaces: [
    {
      action: 'atlassian.create.tickets',
      call: {
        serviceDesk: 'HELP',
        requestType: 'Report a problem',
        requests: [{ summary: 'Old snapshot of volume data-1', body: 'Nobody has touched it for 90 days.' }],
      },
      better:
        'Each is made once however often it is run, credentials are configured, and one bad entry does not stop the rest.',
    },
  ],
  targets: ({ serviceDesk }) => [`jira/desk/${serviceDesk.toUpperCase()}`],
  async run(ctx, { jira: name, serviceDesk, requestType, requests }) {
    const { project, type } = await ctx.read('project of the service desk', () =>
      placeOf(ctx.services.jira(name), serviceDesk, requestType),
    );
    const wanted = requests.map(({ body, ...one }) => ({
      ...one,
      serviceDesk,
      requestType,
      marker: markerFor(one, project, type.toLowerCase()),
      ...(body !== '' && { body }),
    }));
    const markers = wanted.map(({ marker: one }) => one);
    return await eachTicket(ctx, wanted, (step, one) => ensureRequest(step, one, { jira: name, project, markers }));
  },
});

/** What a desk and a type are called, whatever they were given as. A type that is not there is refused where the request is made. */
async function placeOf(jira: JiraClient, desk: string, type: string): Promise<{ project: string; type: string }> {
  const desks = await jira.serviceDesk.list();
  const found = desks.find(({ id, projectKey }) => id === desk || projectKey.toLowerCase() === desk.toLowerCase());
  if (found === undefined) {
    const known = desks.map(({ id, projectKey }) => `${projectKey} (${id})`).join(', ');
    refuse(`there is no service desk '${desk}'; known are ${known}`);
  }
  const types = await jira.serviceDesk.requestTypes(found.id);
  return { project: found.projectKey, type: types.find(({ id }) => id === type)?.name ?? type };
}

const markerFor = (one: { marker?: string | undefined; summary: string }, ...place: string[]): string =>
  one.marker ?? markerOf(...place, one.summary);

function refuseTwice(
  requests: readonly { marker?: string | undefined; summary: string }[],
  context: z.core.$RefinementCtx,
): void {
  const markers = requests.map((one) => markerFor(one));
  for (const [index, one] of markers.entries()) {
    if (markers.indexOf(one) === index) continue;
    context.addIssue({ code: 'custom', path: [index], message: `is the same as requests[${markers.indexOf(one)}]` });
  }
}
