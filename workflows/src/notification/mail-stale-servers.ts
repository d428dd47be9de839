import { longUnchangedMail } from './long-unchanged-mail.ts';
import { serversUnused } from './templates/servers-unused/template.ts';

/** Mails the owners of servers that nobody has acted on for long. */
export const mailStaleServers = longUnchangedMail({
  name: 'notification.mail-stale-servers',
  summary: 'Mail the owners of servers that nobody has acted on for long',
  which: 'servers',
  filter: {},
  days: 90,
  anyAge: false,
  action: 'workflow.email.stale.server.users',
  better: 'Age is that of the last action and not of the record; whoever has left is reached through the project.',
  template: serversUnused,
});
