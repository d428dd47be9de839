import { Secret } from '@opsbook/context';
import { expect, it } from '@jest/globals';
import { refuseSecrets } from './refuse-secrets.ts';

const password = new Secret('tr0ub4dor').reveal();

it('lets an input pass that holds none', () => {
  expect(() => refuseSecrets('a.run', { cloud: 'prod', hosts: ['a'], count: 3, more: null })).not.toThrow();
});

it('names every field that holds one, and does not say it', () => {
  const input = { cloud: `${password}-2`, hosts: ['a', password], labels: { [password]: 'x', b: { c: password } } };
  let message = '';
  try {
    refuseSecrets('a.run', input);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toMatch(
    /4 fault\(s\)[^]*cloud: holds[^]*hosts\[1\]: holds[^]*labels\.\*\*\*: holds[^]*labels\.b\.c: holds/,
  );
  expect(message).not.toContain(password);
});
