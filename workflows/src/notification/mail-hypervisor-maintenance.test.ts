import { mailCases } from './mail-cases.test-support.ts';
import { mailHypervisorMaintenance } from './mail-hypervisor-maintenance.ts';

mailCases(mailHypervisorMaintenance, {
  input: { cloud: 'test', hypervisor: 'hv1', startsAt: '2030-02-01T10:00:00+01:00' },
  bad: {
    input: { cloud: 'test', hypervisor: 'hv1', startsAt: '2030-02-01 10:00', remindAfter: -1 },
    faults: ['remindAfter', 'startsAt'],
  },
  story({ server, people }) {
    server('web-1', {});
    server('orphan', { owner: people.nemo });
  },
  mails: [
    'ada@example.test: Maintenance in Example Cloud: 1 server of yours will be moved',
    'shop@example.test: Maintenance in Example Cloud: 1 server of yours will be moved',
  ],
  says: { 'ada@example.test': /is worked on from 1 February 2030, 09:00 UTC on.*web-1/ },
});
