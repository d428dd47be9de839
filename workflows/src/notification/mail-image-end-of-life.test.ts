import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mailCases } from './mail-cases.test-support.ts';
import { mailImageEndOfLife } from './mail-image-end-of-life.ts';
import { type MailSite, mailSite } from './mail-site.test-support.ts';

/** An image of somebody, by a name that others may have. */
function image({ sim }: MailSite, id: string, given: object): string {
  const [some] = sim.state.images;
  if (some === undefined) throw new Error('the simulated cloud has no image');
  sim.state.images.push({ ...some, id, hidden: false, ...given });
  return id;
}

mailCases(mailImageEndOfLife, {
  input: {
    cloud: 'test',
    images: [{ name: 'ubuntu-focal', endOfLife: '2030-06-30', upgrade: 'ubuntu-noble' }],
  },
  bad: {
    input: { cloud: 'test', images: [{ name: 'a', endOfLife: '2030-06-31', upgrade: '' }] },
    faults: ['images[0].endOfLife', 'images[0].upgrade'],
  },
  // It exists, and no server has it.
  nothing: { images: [{ name: 'cirros', endOfLife: '2030-06-30' }] },
  story(site) {
    const [first, hidden, other] = ['1', '2', '3'].map((n) => `${n.repeat(8)}-0000-4000-8000-000000000000`);
    image(site, first ?? '', { name: 'ubuntu-focal' });
    image(site, hidden ?? '', { name: 'ubuntu-focal', hidden: true });
    image(site, other ?? '', { name: 'ubuntu-focal-gpu' });
    Object.assign(site.server('web-1', {}), { imageId: first });
    Object.assign(site.server('old', { owner: site.people.bob }), { imageId: hidden });
    Object.assign(site.server('gpu', {}), { imageId: other });
    site.server('volume', { volumeBacked: true });
  },
  mails: [
    'ada@example.test: 1 server of yours in Example Cloud on images that end',
    'bob@example.test: 1 server of yours in Example Cloud on images that end',
  ],
  says: { 'ada@example.test': /ubuntu-focal 2030-06-30 ubuntu-noble.*web-1(?!.*gpu)/, 'bob@example.test': /old/ },
});

let site: MailSite;
beforeAll(async () => {
  site = await mailSite();
});
afterAll(() => site.stop());

it('refuses an image that does not exist', async () => {
  const input = { cloud: 'test', images: [{ name: 'ubuntu-focla', endOfLife: '2030-06-30' }] };
  expect(await site.run(mailImageEndOfLife, input)).toMatchObject({
    status: 'refused',
    error: { message: expect.stringContaining('there is no image ubuntu-focla in test') },
  });
});
