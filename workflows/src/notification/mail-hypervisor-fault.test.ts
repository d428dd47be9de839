import { mailCases } from './mail-cases.test-support.ts';
import { mailHypervisorFault } from './mail-hypervisor-fault.ts';

mailCases(mailHypervisorFault, {
  input: { cloud: 'test', hypervisor: 'hv1', reason: 'a disk is failing' },
  bad: { input: { cloud: 'test', hypervisor: '', reason: ' ' }, faults: ['hypervisor', 'reason'] },
  story({ server, people }) {
    server('web-1', {});
    server('db', { owner: people.bob });
    server('elsewhere', { owner: people.bob, host: 'hv2' });
  },
  mails: [
    'ada@example.test: A fault in Example Cloud that touches 1 server of yours',
    'bob@example.test: A fault in Example Cloud that touches 1 server of yours',
  ],
  says: { 'ada@example.test': /has a fault: a disk is failing\..*web-1/, 'bob@example.test': /db(?!.*elsewhere)/ },
});
