import { expect, it } from '@jest/globals';
import { baseUrlFaults } from './base-url-faults.ts';

const without = { pattern: /\/v1\/?$/, name: '/v1' };

it.each([
  ['https://example.test', []],
  ['http://example.test:8080/prefix/', []],
  ['example.test', ['at: no http or https URL']],
  ['ftp://example.test/v1', ['at: no http or https URL']],
  ['https://ada:secret@example.test', ['at: credentials belong in auth']],
  [
    'https://ada@example.test/v1/?a=b',
    ['at: credentials belong in auth', 'at: has a query or a fragment', 'at: give the base URL, without /v1'],
  ],
])('%s', (url, faults) => {
  expect(baseUrlFaults(url, { path: 'at', without })).toEqual(faults);
});
