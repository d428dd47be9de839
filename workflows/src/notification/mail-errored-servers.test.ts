import { mailCases } from './mail-cases.test-support.ts';
import { mailErroredServers } from './mail-errored-servers.ts';

mailCases(mailErroredServers, {
  input: { cloud: 'test', days: 14 },
  bad: { input: { cloud: '', days: 'two', cc: ['nobody'] }, faults: ['cloud', 'cc[0]', 'days'] },
  async story({ server, people, later }) {
    server('broken', { status: 'ERROR' });
    server('off', { status: 'SHUTOFF' });
    server('lost', { status: 'ERROR', owner: people.bob });
    await later(15);
  },
  mails: [
    'ada@example.test: 1 server of yours in Example Cloud in an error',
    'bob@example.test: 1 server of yours in Example Cloud in an error',
  ],
  says: { 'ada@example.test': /for 14 days or more: .*broken.*2030-01-01/, 'bob@example.test': /lost/ },
});
