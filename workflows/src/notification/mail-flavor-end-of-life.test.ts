import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mailCases } from './mail-cases.test-support.ts';
import { mailFlavorEndOfLife } from './mail-flavor-end-of-life.ts';
import { type MailSite, mailSite } from './mail-site.test-support.ts';

const flavors = [
  { name: 'm1.small', endOfLife: '2030-06-30' },
  { name: 'm1.large', endOfLife: '2030-12-31' },
];

mailCases(mailFlavorEndOfLife, {
  input: { cloud: 'test', flavors, guide: 'https://docs.example.test/resize' },
  bad: {
    input: { cloud: 'test', flavors: [{ name: '', endOfLife: '2030/06/30' }], guide: 'resize' },
    faults: ['flavors[0].name', 'flavors[0].endOfLife', 'guide'],
  },
  story({ server, people }) {
    server('web-1', { flavor: 'm1.small' });
    server('web-2', { flavor: 'm1.medium' });
    server('db', { flavor: 'm1.large', owner: people.bob });
  },
  mails: [
    'ada@example.test: 1 server of yours in Example Cloud on flavors that end',
    'bob@example.test: 1 server of yours in Example Cloud on flavors that end',
  ],
  says: {
    'ada@example.test': /m1\.small 2030-06-30.*web-1.*m1\.small.*docs\.example\.test/,
    'bob@example.test': /db .*m1\.large.*2030-12-31/,
  },
});

let site: MailSite;
beforeAll(async () => {
  site = await mailSite();
});
afterAll(() => site.stop());

it('refuses a flavor that neither exists nor is in use: it is mistyped', async () => {
  const input = { cloud: 'test', flavors: [{ name: 'm1.smal', endOfLife: '2030-06-30' }] };
  expect(await site.run(mailFlavorEndOfLife, input)).toMatchObject({
    status: 'refused',
    error: { message: expect.stringContaining('there is no flavor m1.smal in test') },
  });
});

it('refuses a day that is past, and two days for one flavor', async () => {
  const name = 'm1.small';
  const flavors = [{ name, endOfLife: '2029-12-31' }];
  expect(await site.run(mailFlavorEndOfLife, { cloud: 'test', flavors })).toMatchObject({
    status: 'refused',
    error: { message: 'the last day of m1.small is past' },
  });
  const twice = [...flavors, { name, endOfLife: '2030-12-31' }];
  await expect(site.run(mailFlavorEndOfLife, { cloud: 'test', flavors: twice })).rejects.toMatchObject({
    details: { faults: [{ path: 'flavors[1].name' }] },
  });
});

it('knows a private flavor that no server has', async () => {
  site.sim.state.flavors.find(({ name }) => name === 'm1.large')!.isPublic = false;
  const flavors = [{ name: 'm1.large', endOfLife: '2030-12-31' }];
  expect(await site.run(mailFlavorEndOfLife, { cloud: 'test', flavors })).toMatchObject({ status: 'done' });
});
