import { refuse } from '@opsbook/runbook';
import * as z from 'zod';
import { cloud } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { mailFields } from './fields.ts';
import { LetterReport, sendLetter } from './send-letter.ts';
import { cloudNameOf } from './site-facts.ts';
import { hypervisorsOutOfService } from './templates/hypervisors-out-of-service/template.ts';

const Row = z.strictObject({ name: z.string(), servers: z.int(), reason: z.string() });
const Down = Row.extend({ lastSeen: z.string().describe('Its last heartbeat, UTC ISO 8601') });

/** Tells the team which hypervisors are down and which are disabled. */
export const mailHypervisorReport = runbook({
  name: 'notification.mail-hypervisor-report',
  summary: 'Tell the team which hypervisors are down and which are disabled',
  description: 'Where there is neither, nothing is sent, unless `always` is given.',
  risk: 'safe',
  input: z.strictObject({
    cloud,
    to: z.array(z.email()).min(1).optional().describe('Who gets it; default: `notifications.ops`'),
    always: z.boolean().default(false).describe('Send it also when all hypervisors are in service'),
    ...mailFields,
  }),
  output: z.strictObject({
    down: z.array(Down),
    disabled: z.array(Row),
    mail: LetterReport.nullable(),
  }),
  replaces: [
    {
      action: 'email.ops.down.disabled.hypervisors',
      call: { cloud: 'prod', to: ['ops@example.org'] },
      better:
        'It goes out when there is only one kind too, and says why, when one was last seen, and how many servers are concerned.',
    },
  ],
  async run(ctx, input) {
    const { config } = ctx.services;
    const to = input.to ?? config.notifications.ops;
    if (to.length === 0) refuse("nobody is named to send it to: give 'to' or set 'notifications.ops'");
    const { compute } = ctx.services.openstack(input.cloud);
    const at = await ctx.now();
    const rows = await ctx.read('hypervisors', async () => {
      const [hypervisors, services] = [
        await compute.hypervisors.list({ withServers: true }),
        await compute.services.list({ binary: 'nova-compute' }),
      ];
      return hypervisors.map(({ hostname, host, servers = [] }) => {
        const service = services.find((one) => one.host === host);
        return {
          name: hostname,
          // Nova notes no other time, not even that of the disabling.
          lastSeen: service?.updatedAt ?? 'unknown',
          servers: servers.length,
          reason: service?.disabledReason ?? '',
          down: service?.state !== 'up',
          disabled: service?.status === 'disabled',
        };
      });
    });
    const row = ({ name, servers, reason }: (typeof rows)[number]) => ({ name, servers, reason });
    const down = rows.filter((one) => one.down);
    const disabled = rows.filter((one) => one.disabled);
    const report = { down: down.map((one) => ({ ...row(one), lastSeen: one.lastSeen })), disabled: disabled.map(row) };
    if (down.length + disabled.length === 0 && !input.always) return { ...report, mail: null };
    const rendered = hypervisorsOutOfService.render(
      {
        cloud: cloudNameOf(ctx, input.cloud),
        at,
        down: down.map((one) => ({ ...row(one), lastSeen: one.lastSeen, disabled: one.disabled ? 'yes' : 'no' })),
        disabled: report.disabled,
      },
      config.notifications.letterhead,
    );
    return { ...report, mail: await sendLetter(ctx, to, rendered, input, (mail) => ({ ...report, mail })) };
  },
});
