import { longUnchangedMail } from './long-unchanged-mail.ts';
import { serversInError } from './templates/servers-in-error/template.ts';

/** Mails the owners of servers that have been in ERROR for long. */
export const mailErroredServers = longUnchangedMail({
  name: 'notification.mail-errored-servers',
  summary: 'Mail the owners of servers that have been in ERROR for long',
  which: 'servers in ERROR',
  filter: { status: 'ERROR' },
  days: 60,
  action: 'email.users.with.errored.vms',
  better:
    'The plan has every mail; those without an address are told through their project; a third notice says that it is the third.',
  template: serversInError,
});
