import { expect, it } from '@jest/globals';
import { prepare } from './prepare.ts';
import { redirectTarget } from './redirect.ts';

it.each([
  ['http://host/v2.1', '/v2.1/', 'http://host/v2.1/'],
  ['http://host/v2.1', 'https://host/v2.1/', 'https://host/v2.1/'],
  ['https://host/v2.1', 'http://host/v2.1/', undefined],
  ['http://host/v2.1', 'http://host:8774/v2.1/', undefined],
  ['http://host/v2.1', '//other/v2.1/', undefined],
  ['http://host/v2.1', 'ftp://host/v2.1/', undefined],
])('from %s to %s', (url, location, target) => {
  const answer = { status: 302, headers: { location }, bytes: Buffer.alloc(0) };
  expect(redirectTarget(prepare({ method: 'GET', url }, {}), answer)).toBe(target);
});
