import type { CompatParameter, Given } from '../compat-action.ts';
import { CompatFault } from '../compat-fault.ts';
import { flag, list, text } from '../given.ts';
import { cloudAccount, smtpAccount } from '../parameters.ts';

/** Of the site that the cloud pack was made for. */
export const SUPPORT = 'cloud-support@stfc.ac.uk';

type Parameters = Readonly<Record<string, CompatParameter>>;

export const subject = (usual: string): CompatParameter => ({
  type: 'string',
  description: 'Subject',
  required: true,
  default: usual,
  to: 'subject',
});

export const sendEmail: CompatParameter = {
  type: 'boolean',
  description: 'Send it; otherwise only the plan shows what would be sent',
  required: true,
  default: false,
};

export const asHtml: CompatParameter = {
  type: 'boolean',
  description: 'Not used any more',
  required: true,
  default: true,
  ignored: 'a mail has its text as HTML and as plain text',
};

/** Also whom a copy goes to where one is wanted. */
export const emailFrom: CompatParameter = {
  type: 'string',
  description: 'Who gets the copies; the sender is that of the mail account',
  required: true,
  default: SUPPORT,
  immutable: true,
};

export const ccCloudSupport: CompatParameter = {
  type: 'boolean',
  description: 'A copy to cloud support',
  default: false,
};

/** What sends a mail to somebody else, to try it. */
export const override = (usual?: string): Parameters => ({
  use_override: {
    type: 'boolean',
    description: 'Send every mail to override_email_address instead',
    required: true,
    default: false,
  },
  override_email_address: {
    type: 'string',
    description: 'Where to, with use_override',
    ...(usual !== undefined && { required: true, default: usual }),
  },
});

/** What every mail to owners of servers takes besides its own. */
export const ownerMail = (usualSubject: string, usualOverride?: string): Parameters => ({
  subject: subject(usualSubject),
  smtp_account_name: smtpAccount,
  cloud_account: cloudAccount,
  limit_by_projects: { type: 'array', description: 'Only owners of servers of these projects' },
  all_projects: {
    type: 'boolean',
    description: 'Of every project, where none are named',
    required: true,
    default: true,
  },
  as_html: asHtml,
  send_email: sendEmail,
  ...override(usualOverride),
  cc_cloud_support: ccCloudSupport,
  email_from: emailFrom,
});

/** Fields that {@link ownerMail} makes. */
export const ownerMailInput = (given: Given) => ({ ...projectsOf(given), ...copiesOf(given), ...redirectOf(given) });

export function copiesOf(given: Given): { cc?: string[] } {
  const copies = [...list(given, 'email_cc'), ...(flag(given, 'cc_cloud_support') ? [text(given, 'email_from')] : [])];
  return copies.length > 0 ? { cc: copies } : {};
}

export function redirectOf(given: Given): { redirectTo?: string } {
  if (!flag(given, 'use_override')) return {};
  const redirectTo = text(given, 'override_email_address');
  if (redirectTo === '') throw new CompatFault('override_email_address', 'use_override needs an address');
  return { redirectTo };
}

/** Without `send_email` nothing was sent, only shown. */
export const planOnly = (given: Given): boolean => !flag(given, 'send_email');

/** Naming projects is enough; naming none without wanting all is what nobody can have meant. */
function projectsOf(given: Given): { projects?: string[] } {
  const projects = list(given, 'limit_by_projects');
  if (projects.length > 0) return { projects };
  if (!flag(given, 'all_projects')) throw new CompatFault('limit_by_projects', 'name projects, or give all_projects');
  return {};
}

/** A day as the pack took it, `2030/01/31`. */
export function dayOf(parameter: string, day: string): string {
  const [, year, month, date] = /^(\d{4})\/(\d\d)\/(\d\d)$/.exec(day.trim()) ?? [];
  if (year === undefined) throw new CompatFault(parameter, `'${day}' is no day as 2030/01/31`);
  return `${year}-${month ?? ''}-${date ?? ''}`;
}

/** Lists that stand beside each other, as one. */
export function together(given: Given, names: readonly string[]): string[][] {
  const lists = names.map((name) => list(given, name));
  const [first = []] = lists;
  for (const [index, one] of lists.entries()) {
    if (one.length === first.length) continue;
    throw new CompatFault(
      names[index] ?? '',
      `has ${one.length} entries, and ${names[0] ?? ''} ${first.length}: they go together`,
    );
  }
  return first.map((_, index) => lists.map((one) => one[index] ?? ''));
}

export function refuseWebhook(given: Given): Record<string, never> {
  const webhook = text(given, 'webhook');
  if (webhook === '') return {};
  throw new CompatFault(
    'webhook',
    `nothing is posted to ${webhook}, a mail moves no servers: opsbook's own hypervisor_maintain with notify mails first, and then moves them`,
  );
}
