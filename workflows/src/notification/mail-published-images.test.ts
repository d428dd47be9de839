import { mailCases } from './mail-cases.test-support.ts';
import { mailPublishedImages } from './mail-published-images.ts';

mailCases(mailPublishedImages, {
  input: { cloud: 'test', list: 'clusters@example.test', images: ['capi-1', 'capi-2'] },
  bad: { input: { cloud: 'test', list: 'clusters', images: [] }, faults: ['list', 'images'] },
  nothing: false,
  mails: ['clusters@example.test: Example Cloud: 2 new images for Kubernetes clusters'],
  says: { 'clusters@example.test': /capi-1.*capi-2.*support@example\.test/ },
  stride: 3,
});
