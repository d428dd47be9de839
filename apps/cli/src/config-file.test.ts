import { expect, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { configFile } from './config-file.ts';

const here = fileURLToPath(import.meta.url);

test('the sandbox’s configuration is used where the sandbox is', () => {
  expect(configFile({ sandbox: true }, here)).toBe(here);
});

test('without a sandbox it says how to get one', () => {
  expect(() => configFile({ sandbox: true }, '/nowhere/opsbook.yaml')).toThrow("'npm run sandbox' starts one");
});

test('two configurations are one too many', () => {
  expect(() => configFile({ sandbox: true, config: 'x.yaml' }, here)).toThrow('not both');
});

test('otherwise it is that of --config, or searched for', () => {
  expect(configFile({ sandbox: false, config: 'x.yaml' })).toBe('x.yaml');
  expect(configFile({ sandbox: false })).toBeUndefined();
});
