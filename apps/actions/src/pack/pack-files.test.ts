import { expect, test } from '@jest/globals';
import { inflateSync } from 'node:zlib';
import { fuzzRuns } from '@opsbook/context/testing';
import fc from 'fast-check';
import { parse } from 'yaml';
import { icon } from './icon.ts';
import { packOf } from './pack.test-support.ts';
import { yamlFile } from './yaml-file.ts';

test('the pack says what it is, and where its configuration is', () => {
  const pack = packOf();
  expect(pack.yaml('pack.yaml')).toMatchObject({ ref: 'opsbook', name: 'opsbook', version: '1.2.3' });
  expect(pack.yaml('config.schema.yaml')).toEqual({
    config: expect.objectContaining({ type: 'string', default: '/etc/opsbook/opsbook.yaml' }),
    chat_channel: expect.objectContaining({ type: 'string', default: '' }),
    environment: expect.objectContaining({ secret: true, additionalProperties: { type: 'string' }, default: {} }),
  });
  expect(JSON.parse(pack.text('package.json'))).toMatchObject({ version: '1.2.3', type: 'module' });
  expect(new Set(pack.paths).size).toBe(pack.paths.length);
});

test('its README lists every action, setting, chat command and trigger', () => {
  const pack = packOf({ ref: 'ops' });
  const text = pack.text('README.md');
  const names = [
    ...pack.all<{ name: string }>('actions').map(({ name }) => `| \`${name}\` |`),
    ...Object.keys(pack.yaml('config.schema.yaml') as object).map((key) => `| \`${key}\` |`),
    ...pack.all<{ formats: string[] }>('aliases').flatMap(({ formats }) => formats),
    ...pack.all<{ name: string }>('triggers').map(({ name }) => `\`ops.${name}\``),
  ].filter((name) => !name.includes('_when_approved'));
  expect(names.filter((name) => !text.includes(name))).toEqual([]);
  expect(text).toContain('st2 pack register ops');
});

test('options of which no pack can be made are refused, all at once', () => {
  expect(() => packOf({ ref: 'Ops-Pack', node: 'node', packsFolder: '/opt/a b' })).toThrow(
    expect.objectContaining({ code: 'PACK_OPTIONS', message: expect.stringMatching(/ref.*\n.*node.*\n.*folder/) }),
  );
});

test('the icon is a picture', () => {
  const bytes = Buffer.from(icon());
  expect(bytes.subarray(0, 8)).toEqual(Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'));
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([64, 64]);
  const at = bytes.indexOf('IDAT');
  const pixels = inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)));
  expect(pixels).toHaveLength(64 * (1 + 64 * 4));
  expect(bytes.subarray(-8, -4).toString('latin1')).toBe('IEND');
});

test('YAML says what the object says, where it is read as YAML 1.1', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      'on',
      'NO',
      'y',
      '12:30',
      '1e3',
      '=',
      '~',
      '2020-01-01',
      '0o17',
      '010',
      '.inf',
      '{{ x }}',
      '- a',
      '# b',
    ),
  );
  const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(text));
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^\w+$/), value, { noNullPrototype: true }), (object) => {
      const { content } = yamlFile('x.yaml', object);
      expect(parse(content as string, { version: '1.1' })).toEqual(object);
    }),
    { numRuns: fuzzRuns(300) },
  );
});
