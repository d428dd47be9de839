import { describe, expect, it } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import fc from 'fast-check';
import { parseJson } from './parse-json.ts';

const parse = (text: string | Buffer) => parseJson(Buffer.from(text));

describe('parseJson', () => {
  it('reads what JSON.stringify writes', () => {
    const check = (text: string) => expect(parse(text)).toEqual(JSON.parse(text));
    fc.assert(fc.property(fc.json({ maxDepth: 8 }), check), { numRuns: fuzzRuns(300) });
  });

  it('says what is wrong', () => {
    expect(() => parse('')).toThrow('the body is empty');
    expect(() => parse('{"a":')).toThrow(/^the body is not JSON: /);
    expect(() => parse(Buffer.from([0x22, 0xff, 0x22]))).toThrow('the body is not UTF-8');
  });

  it('counts the depth of what is nested, and not of brackets in texts', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(parse(nested(64))).toBeInstanceOf(Array);
    expect(() => parse(nested(65))).toThrow('the body is nested deeper than 64 levels');
    expect(() => parse('{"a":'.repeat(65))).toThrow('the body is nested deeper than 64 levels');
    expect(parse(`[${'[],'.repeat(1000)}{}]`)).toHaveLength(1001);
    const text = `\\"${'['.repeat(100)}`;
    expect(parse(JSON.stringify([text, `${text}\\`]))).toEqual([text, `${text}\\`]);
  });
});
