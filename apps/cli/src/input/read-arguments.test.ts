import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { lightHouse } from '../testing/runbooks.ts';
import { inputFields } from './input-field.ts';
import { readArguments } from './read-arguments.ts';

const fields = inputFields(lightHouse);
const read = (...args: string[]) => readArguments(args, fields);

test('flags are the kebab-cased fields, with the value behind a blank or an equals sign', () => {
  expect(read('--watts', '60', '--pace=fast', '--skip-rooms', 'hall')).toEqual({
    flags: { watts: 60, pace: 'fast', skipRooms: ['hall'] },
    pairs: {},
    faults: [],
  });
});

test('a unit and an abbreviation are one word each', () => {
  const input = z.strictObject({ ramMiB: z.int(), diskGiB: z.int(), userID: z.string(), gpu_model: z.string() });
  const flags = inputFields({ ...lightHouse, input }).map(({ flag }) => flag);
  expect(flags).toEqual(['--ram-mib', '--disk-gib', '--user-id', '--gpu-model']);
});

test('a boolean takes no value of its own: --x, --no-x, --x=false', () => {
  expect(read('--dry-run', 'cloud=home')).toMatchObject({
    flags: { dryRun: true },
    pairs: { cloud: 'home' },
    faults: [],
  });
  expect(read('--no-dry-run').flags).toEqual({ dryRun: false });
  expect(read('--dry-run=false').flags).toEqual({ dryRun: false });
  expect(read('--dry-run=maybe').faults).toEqual([{ path: 'dryRun', message: "must be true or false, not 'maybe'" }]);
});

test('arrays are repeated, separated by commas, or JSON', () => {
  expect(read('--skip-rooms', 'hall,attic', '--skip-rooms', 'cellar').flags).toEqual({
    skipRooms: ['hall', 'attic', 'cellar'],
  });
  expect(read('skipRooms=["a,b"]').pairs).toEqual({ skipRooms: ['a,b'] });
  expect(read('--skip-rooms', 'hall,,attic').faults).toEqual([{ path: 'skipRooms[1]', message: 'is empty' }]);
});

test('objects are JSON', () => {
  expect(read('--options', '{"dim":true}').flags).toEqual({ options: { dim: true } });
  expect(read('--options', '{dim').faults).toEqual([{ path: 'options', message: "must be JSON (object), not '{dim'" }]);
});

test('a text stays a text, whatever it looks like', () => {
  expect(read('note=5', 'cloud=true').pairs).toEqual({ note: '5', cloud: 'true' });
  expect(read('note=a=b').pairs).toEqual({ note: 'a=b' });
});

test('a value may begin with a dash, not with two', () => {
  expect(read('--watts', '-5').flags).toEqual({ watts: -5 });
  expect(read('--note', '--pace', 'fast')).toMatchObject({
    flags: { pace: 'fast' },
    faults: [{ path: 'note', message: 'needs a value' }],
  });
  expect(read('--note=--pace').flags).toEqual({ note: '--pace' });
});

test('a field whose flag is an option of opsbook is given as key=value', () => {
  expect(fields.find(({ key }) => key === 'json')?.flag).toBeUndefined();
  expect(read('json=x').pairs).toEqual({ json: 'x' });
});

test('every fault is found, an unknown flag together with its value once', () => {
  const { faults } = read('--colour', 'red', 'size=3', 'stray', '--watts', 'many', '--pace', 'idle', '--note', '');
  expect(faults.map(({ path, message }) => `${path}: ${message.split(';')[0]!}`)).toEqual([
    '--colour: is not known here',
    'size: is not known here',
    ": 'stray' is neither key=value nor the value of a flag",
    "watts: must be a number, not 'many'",
    'pace: must be one of slow, fast',
    'note: is empty',
  ]);
});

test('what is given twice is a fault, what comes after -- is a pair', () => {
  expect(read('--watts', '1', '--watts', '2').faults).toEqual([{ path: 'watts', message: 'was given 2 times' }]);
  expect(read('--', 'note=x').pairs).toEqual({ note: 'x' });
  expect(read('--', '--note=x').faults).toMatchObject([{ path: '--note' }]);
});
