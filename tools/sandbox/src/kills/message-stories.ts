import { createHash } from 'node:crypto';
import type { KillSite } from './kill-site.ts';
import type { Story } from './story.ts';

const OWNERS = 12;
const REQUESTS = 12;
const idOf = (name: string) => createHash('md5').update(name).digest('hex');
const addressOf = (name: string) => `${name}@example.test`;

/** Somebody for each server, which is off. */
function prepare({ cloud }: KillSite): void {
  const [someUser] = cloud.state.users;
  if (someUser === undefined) throw new Error('the simulated cloud has no user');
  for (let i = 1; i <= OWNERS; i += 1) {
    const [name, id] = [`owner-${i}`, idOf(`owner-${i}`)];
    cloud.state.users.push({ ...someUser, id, name, email: addressOf(name) });
    Object.assign(cloud.addServer({ name: `off-${i}`, host: 'hv1', status: 'SHUTOFF' }), { userId: id });
  }
}

const mails: Story = {
  name: 'notification.mail-shutoff-servers',
  runbook: 'notification.mail-shutoff-servers',
  ends: 'done',
  input: { cloud: 'sandbox', days: 0 },
  prepare,
  state: ({ mail }) => new Set(mail.mails.flatMap(({ to }) => to)).size,
  effects: ({ mail }) => mail.mails.map(({ to, parsed }) => `${to.join(' ')}: ${parsed.subject ?? ''}`),
  tookPlace: ({ mail }, path) => mail.mailbox(decodeURIComponent(path.split('/')[1] ?? '')).length > 0,
};

const summaries = Array.from({ length: REQUESTS }, (_, i) => `Snapshot ${i + 1} is old`);

const tickets: Story = {
  name: 'ticket.create-requests',
  runbook: 'ticket.create-requests',
  ends: 'done',
  input: {
    ...{ serviceDesk: 'OPS', requestType: 'New project' },
    requests: summaries.map((summary) => ({
      summary,
      body: 'Nobody has touched it for 90 days.',
      fields: { Cores: 4 },
    })),
  },
  state: ({ jira }) => jira.issues.map(({ fields }) => [fields['summary'], fields['labels']].join(' ')).sort(),
  effects: ({ jira }) => jira.issues.map(({ fields }) => String(fields['summary'])),
};

export const messageStories: readonly Story[] = [mails, tickets];
