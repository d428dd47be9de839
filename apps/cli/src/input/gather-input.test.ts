import { expect, test } from '@jest/globals';
import { type AnyRunbook, type RunbookError, secretInput } from '@opsbook/runbook';
import * as z from 'zod';
import { lightHouse } from '../testing/runbooks.ts';
import { type InputSources, gatherInput } from './gather-input.ts';

const gather = (sources: Partial<InputSources>, runbook: AnyRunbook = lightHouse) =>
  gatherInput(runbook, { args: [], ...sources }, () => ['home', 'office']);

function faults(sources: Partial<InputSources>): string[] {
  try {
    gather(sources);
  } catch (error) {
    const { code, details } = error as RunbookError;
    expect(code).toBe('INVALID_INPUT');
    return (details as { faults: { path: string; message: string }[] }).faults.map((f) => `${f.path}: ${f.message}`);
  }
  throw new Error('no fault was found');
}

test('a flag is stronger than key=value, and that stronger than the document', () => {
  const document = '{"cloud":"home","watts":1,"pace":"fast","note":"document"}';
  expect(gather({ document, args: ['watts=2', '--watts', '3', 'note=pair'] })).toEqual({
    cloud: 'home',
    watts: 3,
    pace: 'fast',
    note: 'pair',
  });
});

test('the cloud comes from --cloud, the input, or the default, in that order', () => {
  expect(gather({ defaultCloud: 'home' })).toEqual({ cloud: 'home' });
  expect(gather({ defaultCloud: 'home', args: ['cloud=office'] })).toEqual({ cloud: 'office' });
  expect(gather({ defaultCloud: 'home', cloud: 'office', args: ['cloud=home'] })).toEqual({ cloud: 'office' });
});

test('a runbook without a cloud gets none', () => {
  const none: AnyRunbook = { ...lightHouse, input: z.strictObject({}) };
  expect(gather({ cloud: 'home', defaultCloud: 'home' }, none)).toEqual({});
});

test('defaults are left to the schema: what is recorded is what was given', () => {
  expect(gather({ cloud: 'home' })).toEqual({ cloud: 'home' });
});

test('arguments, schema, unknown keys at any depth and unknown clouds: all faults in one error, each once', () => {
  const document = '{"cloud":"hoem","watt":3,"options":{"dim":true,"dimm":1},"pace":7}';
  expect(faults({ document, args: ['--watts', 'x', 'colour=red'] }).map((line) => line.split(';')[0])).toEqual([
    'colour: is not known here',
    "watts: must be a number, not 'x'",
    'watt: is not known here',
    'options.dimm: is not known here',
    'pace: Invalid option: expected one of "slow"|"fast"',
    "cloud: there is no cloud 'hoem'",
  ]);
});

test('what is required and was not given is said so', () => {
  expect(faults({})).toEqual(['cloud: is required']);
});

test('a cloud without a name is a fault, not an unknown cloud', () => {
  expect(faults({ args: ['cloud='] })).toEqual(['cloud: is empty']);
  expect(faults({ document: '{"cloud":""}' })).toMatchObject([expect.stringContaining('Too small')]);
});

test('a document that is no JSON object is refused', () => {
  expect(() => gather({ document: '{' })).toThrow('--input is not JSON');
  expect(() => gather({ document: '[1]' })).toThrow('--input must be a JSON object');
});

test('a secret is given and recorded as its reference', () => {
  const input = z.object({ password: secretInput() });
  const login: AnyRunbook = { ...lightHouse, input };
  process.env['OPSBOOK_TEST_SECRET'] = 'hunter22';
  expect(gather({ args: ['--password', 'env:OPSBOOK_TEST_SECRET'] }, login)).toEqual({
    password: 'env:OPSBOOK_TEST_SECRET',
  });
  expect(() => gather({ args: ['--password', 'hunter22'] }, login)).toThrow('give a secret as env:NAME or file:/path');
});
