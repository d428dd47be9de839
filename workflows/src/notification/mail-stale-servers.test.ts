import { mailCases } from './mail-cases.test-support.ts';
import { mailStaleServers } from './mail-stale-servers.ts';

mailCases(mailStaleServers, {
  input: { cloud: 'test' },
  bad: { input: { cloud: 'test', days: 0, projects: [''] }, faults: ['projects[0]', 'days'] },
  async story({ server, later }) {
    server('old', {});
    server('off', { status: 'SHUTOFF' });
    await later(91);
    server('young', {});
  },
  mails: ['ada@example.test: 2 servers of yours in Example Cloud unchanged for long: still needed?'],
  says: { 'ada@example.test': /for 90 days or more: .*off.*SHUTOFF.*old.*ACTIVE/ },
});
