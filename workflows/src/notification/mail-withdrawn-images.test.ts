import { mailCases } from './mail-cases.test-support.ts';
import { mailWithdrawnImages } from './mail-withdrawn-images.ts';

mailCases(mailWithdrawnImages, {
  input: {
    cloud: 'test',
    list: 'clusters@example.test',
    images: [
      { name: 'capi-1', endOfLife: '2030-06-30', upgrade: 'capi-2' },
      { name: 'capi-0', endOfLife: '2030-03-31' },
    ],
  },
  bad: {
    input: { cloud: 'test', list: 'clusters@example.test', images: [{ name: 'capi-1', endOfLife: 'soon' }] },
    faults: ['images[0].endOfLife'],
  },
  nothing: false,
  mails: ['clusters@example.test: Example Cloud: 2 images for Kubernetes clusters withdrawn'],
  says: { 'clusters@example.test': /capi-1 .*2030-06-30.*capi-2.*capi-0 .*none: please delete/ },
  stride: 3,
});
