import { longUnchangedMail } from './long-unchanged-mail.ts';
import { serversShutOff } from './templates/servers-shut-off/template.ts';

/** Mails the owners of servers that have been shut off for long. */
export const mailShutoffServers = longUnchangedMail({
  name: 'notification.mail-shutoff-servers',
  summary: 'Mail the owners of servers that have been shut off for long',
  which: 'servers in SHUTOFF',
  filter: { status: 'SHUTOFF' },
  days: 60,
  action: 'email.users.with.shutoff.vms',
  better:
    'A server is off since its last action, not since nova wrote to it; one bad address stops nobody else, and nobody is told twice.',
  template: serversShutOff,
});
