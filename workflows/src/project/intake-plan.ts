import { type Block, bold, paragraph, table } from '@opsbook/jira';
import type { IntakeSettings } from '@opsbook/services';
import { quotaFields } from '../quota/quota-fields.ts';
import type { CreateInput } from './create-input.ts';
import type { IntakeInput } from './intake-input.ts';
import type { Wishes } from './intake-wishes.ts';

const TITLES: Partial<Record<keyof CreateInput, string>> = {
  cloud: 'Cloud',
  name: 'Name',
  email: 'Contact',
  description: 'Description',
  domain: 'Domain',
  parent: 'Parent',
  network: 'Network',
  admins: 'Admins',
  adminDomain: 'Domain of the admins',
  users: 'Users',
  userDomain: 'Domain of the users',
  immutable: 'Kept from being deleted',
  adopt: 'A project of that name is taken',
};

/** The comment that says what would be made; the same for the same wishes. */
export function planBody(
  { approval, issue }: IntakeInput,
  { wanted, others, hash }: Wishes & { wanted: CreateInput },
  { approvedStatus, rejectedStatus }: IntakeSettings,
): Block[] {
  const titled = Object.entries(TITLES).map(([field, title]) => [title, textOf(wanted[field as keyof CreateInput])]);
  const limits = Object.entries(quotaFields).map(([field, { description = field }]) => [
    (description.split(';')[0] ?? field).trim(),
    textOf(wanted[field as keyof typeof quotaFields]),
  ]);
  const rows = [...titled, ...limits].filter((row) => row[1] !== '');
  const how =
    approval === 'transition'
      ? `To approve exactly this, move ${issue} to ${approvedStatus} after this comment was written; to refuse it, to ` +
        `${rejectedStatus}. An approval from before does not count.`
      : 'To approve exactly this, answer the run on the command line.';
  return [
    paragraph([bold('Plan of a new project'), ` (${hash})`]),
    table(['What', 'Wanted'], rows),
    ...(others.length === 0
      ? []
      : [
          paragraph('Asked for as well, and to be made by hand:'),
          table(
            ['What', 'Wanted'],
            others.map(({ what, wanted: how_ }) => [what, how_]),
          ),
        ]),
    paragraph(how),
    paragraph('When the answers in the issue change, this plan changes, and has to be approved again.'),
  ];
}

function textOf(value: CreateInput[keyof CreateInput]): string {
  if (value === undefined || value === false) return '';
  if (value === true) return 'yes';
  if (value === -1) return 'no limit';
  return Array.isArray(value) ? value.join(', ') : String(value);
}
