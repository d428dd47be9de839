import { type RunContext, fail, refuse } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { attempt } from '../attempt.ts';
import { isSetByPerson, phaseOf, restored, withPhase } from '../compute-service/reasons.ts';
import { runbook } from '../runbook.ts';
import { bootOf } from './boot.ts';
import { emptinessOf, whatIsThere } from './emptiness.ts';
import { ensureTicket, ensureTicketTold } from './ensure-ticket.ts';
import { MaintainInput } from './maintain-input.ts';
import { noteMaintained } from './maintained.ts';
import { MaintainReport } from './maintain-report.ts';
import { Progress } from './maintain-progress.ts';
import { type Before, Maintenance } from './maintain-steps.ts';
import { maintenanceState } from './maintenance-state.ts';
import { stopText } from './maintain-text.ts';
import { testServerParts } from './prove-host.ts';
import { ensureDisabledAgain } from './service-steps.ts';

/** Takes a hypervisor out of service, patches and reboots it, proves it, and gives it back. */
export const maintainHypervisor = runbook({
  name: 'hypervisor.maintain',
  summary: 'Patch and reboot a hypervisor, from its first silence to its proof and back into service',
  description:
    'Silences its alerts, disables it, mails the owners of its servers if told, moves its servers away, looks whether it is ' +
    'empty, patches it, reboots it and waits until it is back, enables it, builds test servers on it and deletes them, and ' +
    'lifts the silences of its maintenance. Nova builds nothing on a disabled host, so it is enabled for its test, and ' +
    'disabled again at once if it does not pass. Where a step fails, what is done stays: the host is out of service, silent ' +
    'for a while, and the report says exactly what is so and what to do next; one Jira ticket per hypervisor tells of it, ' +
    'where that is configured. Run again, it goes on: the reason of the disabled service says how far it has come. A host ' +
    'that a person disabled is refused, unless takeOver is given. Cancelling enables it again, unless nova sees it down, and ' +
    'lifts the silences, as far as this run made them; servers that have moved stay where they are.',
  risk: 'disruptive',
  input: MaintainInput,
  output: MaintainReport,
  replaces: [
    {
      action: 'hv.patch.reboot',
      call: { cloud: 'prod', hypervisor: 'hv1', reason: 'new kernel' },
      better: 'Only an empty host that is out of service is patched, and it is waited for until it is really back.',
    },
    {
      action: 'hv.post.reboot',
      call: { cloud: 'prod', hypervisor: 'hv1', reason: 'new kernel', from: 'test' },
      better:
        'It works; a host that does not pass its test is taken out of service at once, and only own silences are lifted.',
    },
  ],
  targets: (input, services) => [services.openstack(input.cloud).targetOf('hypervisor', input.hypervisor)],
  async run(ctx, input) {
    const before = await preflight(ctx, input);
    const progress = new Progress();
    const maintenance = new Maintenance(ctx, input, before, progress);
    const chain = await attempt(() => maintenance.run());
    if (!chain.ok) progress.failed(chain.error);
    if (chain.ok) await noteMaintained(ctx, input);
    if (chain.ok && !ctx.planning) {
      const told = await attempt(() => ensureTicketTold(ctx, { ...input, outcome: outcomeOf(progress) }));
      if (!told.ok) progress.notes.push(`the open ticket was not told: ${told.error.message}`);
      const state = await maintenanceState(ctx, input);
      return progress.report(input.hypervisor, state, told.ok ? told.value : null);
    }
    // A plan shows what a failure would make, so that it is approved too.
    const stopped = await afterFailure(ctx, input, before, progress, maintenance);
    if (chain.ok) {
      await ensureTicketTold(ctx, { ...input, outcome: outcomeOf(progress) });
      return stopped.report;
    }
    fail(stopped.summary, stopped.report);
  },
});

const outcomeOf = ({ inService }: Progress): string =>
  inService ? 'is in service again' : 'was maintained, and stays disabled as a person had disabled it';

async function afterFailure(
  ctx: RunContext<Services>,
  input: MaintainInput,
  before: Before,
  progress: Progress,
  maintenance: Maintenance,
): Promise<{ summary: string; report: MaintainReport }> {
  const unproven = ctx.planning || progress.at === 'enable' || progress.at === 'test';
  const { reason } = maintenance;
  if (unproven && reason !== undefined) {
    const theirs = reason === null || isSetByPerson(reason);
    const again = theirs ? restored(reason, ctx.id) : withPhase(reason, { phase: 'test failed' });
    const disabled = await attempt(() => ensureDisabledAgain(ctx, input, again));
    if (!disabled.ok) progress.notes.push(`it was not disabled again: ${disabled.error.message}`);
  }
  if (progress.at !== 'unsilence') {
    const kept = await attempt(() => maintenance.keepSilent(' to be looked at'));
    if (!kept.ok) progress.notes.push(`the silences were not kept: ${kept.error.message}`);
  }
  const state = await maintenanceState(ctx, input);
  const text = stopText({ hypervisor: input.hypervisor, run: ctx.id, progress, state });
  const ticket = await attempt(() => ensureTicket(ctx, { ...input, ...text }));
  if (!ticket.ok) progress.notes.push(`no ticket was written: ${ticket.error.message}`);
  const report = progress.report(input.hypervisor, state, ticket.ok ? ticket.value : null);
  return { summary: text.summary, report };
}

/** Refuses what cannot be done before anything is changed. */
async function preflight(ctx: RunContext<Services>, input: MaintainInput): Promise<Before> {
  const { hypervisor, from, takeOver, enableAfter } = input;
  const { compute } = ctx.services.openstack(input.cloud);
  const found = await ctx.read('hypervisor', () => compute.hypervisors.findByHost(hypervisor));
  if (found.host !== hypervisor) refuse(`${hypervisor} is a hypervisor of the host '${found.host}': use that name`);
  const service = await ctx.read('compute service', async () => {
    const { status, state, disabledReason } = await compute.services.find({ host: hypervisor, binary: 'nova-compute' });
    return { status, state, disabledReason };
  });
  const person = service.status === 'disabled' && isSetByPerson(service.disabledReason);
  if (person && !takeOver)
    refuse(
      `a person disabled ${hypervisor}: '${service.disabledReason ?? '(no reason)'}'. Ask them, or give takeOver: their ` +
        'reason then stays, and it is not enabled at the end',
    );
  const phase = service.status === 'disabled' ? phaseOf(service.disabledReason) : null;
  const there = await ctx.read('what is on it', () => emptinessOf(ctx.services, input.cloud, hypervisor));
  if (service.state === 'down' && !there.empty)
    refuse(`nova sees ${hypervisor} down, and it has ${whatIsThere(there)}: fence it and evacuate them`);
  if (ctx.services.config.maintenance.patch === undefined && (from === 'patch' || (from === 'auto' && phase === null)))
    refuse('the configuration names no command to patch with: set maintenance.patch');
  const test = !person || enableAfter ? await testServerParts(ctx, input.cloud) : null;
  // Whoever cannot be asked for its boot cannot be patched and rebooted either.
  const boot = await ctx.read('boot', () => bootOf(ctx.services, hypervisor));
  return { service, person, phase, empty: there.empty, test, boot };
}
