import type { CompatAction, CompatParameter, Given } from '../compat-action.ts';
import { fixed, hypervisorName } from '../parameters.ts';
import { SUPPORT, dayOf, ownerMail, ownerMailInput, planOnly, refuseWebhook, together } from './mail-parameters.ts';

const CHANGED =
  'Without send_email it is a plan. Who was told the same within notifications.remindAfter is not told again; whoever has no address is reached through the project.';

const daysThreshold: CompatParameter = {
  type: 'integer',
  description: 'Days since the last action on a server; 0: any',
  default: 60,
  to: 'days',
};

const required = (description: string): CompatParameter => ({ type: 'array', description, required: true });

/** Images with their last day and what to use instead, of lists beside each other. */
export const withdrawnImages = (given: Given) => ({
  images: together(given, ['image_name_list', 'image_eol_list', 'image_upgrade_list']).map(
    ([name = '', day = '', upgrade = '']) => ({
      name,
      endOfLife: dayOf('image_eol_list', day),
      ...(!['', 'none'].includes(upgrade.trim().toLowerCase()) && { upgrade }),
    }),
  ),
});

/** Lists of images beside each other. */
export const imageLists: Readonly<Record<string, CompatParameter>> = {
  image_name_list: required('Images, by their exact names'),
  image_eol_list: required('Last day of each, `2030/01/31`'),
  image_upgrade_list: required('What to use instead of each; `none`: nothing'),
};

/** Mails to the owners of servers. */
export const mailActions: readonly CompatAction[] = [
  {
    name: 'email.users.with.shutoff.vms',
    description: 'Mails the owners of servers that have been shut off for long',
    runbook: 'notification.mail-shutoff-servers',
    parameters: { ...ownerMail('STFC Cloud VMs in Shutoff State'), days_threshold: daysThreshold },
    input: ownerMailInput,
    plan: planOnly,
    changed: `Days count from the last action on a server. ${CHANGED}`,
  },
  {
    name: 'email.users.with.errored.vms',
    description: 'Mails the owners of servers that have been in ERROR for long',
    runbook: 'notification.mail-errored-servers',
    parameters: { ...ownerMail('STFC Cloud VMs in Error State'), days_threshold: daysThreshold },
    input: ownerMailInput,
    plan: planOnly,
    changed: `Days count from the last action on a server. ${CHANGED}`,
  },
  {
    name: 'email.users.with.decom.flavors',
    description: 'Mails the owners of servers whose flavors are withdrawn',
    runbook: 'notification.mail-flavor-end-of-life',
    parameters: {
      ...ownerMail('STFC Cloud Flavor Decommissioning Notice', SUPPORT),
      flavor_name_list: required('Flavors, by their exact names'),
      flavor_eol_list: required('Last day of each, `2030/01/31`'),
    },
    input: (given) => ({
      ...ownerMailInput(given),
      flavors: together(given, ['flavor_name_list', 'flavor_eol_list']).map(([name = '', day = '']) => ({
        name,
        endOfLife: dayOf('flavor_eol_list', day),
      })),
    }),
    plan: planOnly,
    changed: `A day that is over is refused. ${CHANGED}`,
  },
  {
    name: 'email.users.with.decom.images',
    description: 'Mails the owners of servers whose images get no updates any more',
    runbook: 'notification.mail-image-end-of-life',
    parameters: { ...ownerMail('STFC Cloud Operating System Decommissioning Notice', SUPPORT), ...imageLists },
    input: (given) => ({ ...ownerMailInput(given), ...withdrawnImages(given) }),
    plan: planOnly,
    changed: `Images are met by their exact names, and not by a part of them. ${CHANGED}`,
  },
  ...(['fault', 'maintenance'] as const).map((kind): CompatAction => ({
    name: `email.users.with.vms.on.hv.${kind}.notification`,
    description:
      kind === 'fault'
        ? 'Mails the owners of servers on a faulty hypervisor'
        : 'Mails the owners of servers on a hypervisor that is worked on',
    runbook: `notification.mail-hypervisor-${kind}`,
    parameters: {
      email_template: fixed(`hypervisor_${kind}_notification`),
      hypervisor_name: hypervisorName,
      ...ownerMail(`STFC Cloud Hypervisor ${kind === 'fault' ? 'Fault' : 'Maintenance'}`, SUPPORT),
      webhook: {
        type: 'string',
        description:
          'Refused: a mail moves no servers. opsbook’s own hypervisor_maintain with `notify` mails first, and then moves them',
      },
    },
    input: (given) => ({ ...refuseWebhook(given), ...ownerMailInput(given) }),
    plan: planOnly,
    changed: `A preview does nothing else: the webhook that moved servers is refused. ${CHANGED}`,
  })),
];
