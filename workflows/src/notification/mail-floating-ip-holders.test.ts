import { mailCases } from './mail-cases.test-support.ts';
import { mailFloatingIpHolders } from './mail-floating-ip-holders.ts';

mailCases(mailFloatingIpHolders, {
  input: { cloud: 'test', note: 'From March on we take them back.' },
  bad: { input: { cloud: 'test', days: -1, note: '' }, faults: ['days', 'note'] },
  async story({ sim, projects, later, clock }) {
    const floatingIp = (address: string, given: object) =>
      sim.state.floatingIps.push({
        id: `${address.replaceAll('.', '').padEnd(8, '0').slice(0, 8)}-0000-4000-8000-000000000000`,
        projectId: projects.shop.id,
        description: '',
        tags: [],
        revision: 1,
        createdAt: new Date(clock.now()).toISOString(),
        updatedAt: new Date(clock.now()).toISOString(),
        address,
        networkId: 'public',
        status: 'DOWN',
        portId: null,
        fixedIpAddress: null,
        routerId: null,
        ...given,
      });
    floatingIp('203.0.113.9', {});
    floatingIp('203.0.113.10', { portId: 'in-use', status: 'ACTIVE' });
    await later(61);
    floatingIp('203.0.113.11', {});
  },
  mails: ['shop@example.test: 1 floating IP of yours in Example Cloud not in use'],
  says: { 'shop@example.test': /203\.0\.113\.9(?!.*113\.1[01]).*From March on/ },
});
