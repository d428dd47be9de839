import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mailCases } from './mail-cases.test-support.ts';
import { mailHypervisorReport } from './mail-hypervisor-report.ts';
import { type MailSite, mailSite } from './mail-site.test-support.ts';

const to = ['ops@example.test'];

mailCases(mailHypervisorReport, {
  input: { cloud: 'test', to },
  bad: { input: { cloud: 'test', to: ['ops-team'], always: 'yes' }, faults: ['to[0]', 'always'] },
  story: ({ server, sim }) => {
    server('web-1', {});
    sim.setComputeDown('hv1');
  },
  mails: ['ops@example.test: Example Cloud: 1 hypervisor down, 0 disabled'],
  says: { 'ops@example.test': /Down .*hv1 .*1 .*no.*Disabled: none/ },
  stride: 3,
});

let site: MailSite;
beforeAll(async () => {
  site = await mailSite();
});
afterAll(() => site.stop());

it('goes to the configured team, also when all is well if that is asked for', async () => {
  expect(await site.run(mailHypervisorReport, { cloud: 'test' })).toMatchObject({
    status: 'refused',
    error: { message: expect.stringContaining("set 'notifications.ops'") },
  });
  await site.stop();
  site = await mailSite({ ops: ['team@example.test'] });
  await site.run(mailHypervisorReport, { cloud: 'test', always: true });
  expect(site.mails()).toEqual(['team@example.test: Example Cloud: 0 hypervisors down, 0 disabled']);
});
