import { expect, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import type { Json } from '@opsbook/runbook';
import * as fc from 'fast-check';
import { type ActionResult, resultText } from './action-result.ts';

const MIB = 1024 * 1024;

test('what is short is told as it is, on one line', () => {
  const result: ActionResult = { ok: true, run: 'r', status: 'done', changed: false, report: { note: 'a\nb' } };
  expect(resultText(result)).toBe(JSON.stringify(result));
});

test('a list that is too long is cut, says how much more there was, and where all of it can be read', () => {
  const servers = Array.from({ length: 40_000 }, (_, index) => ({ id: `server-${index}`, status: 'ACTIVE' }));
  const text = resultText({ ok: true, run: 'r-1', status: 'done', changed: true, report: { servers } });
  const { report, cut, ...rest } = JSON.parse(text) as { report: { servers: unknown[] }; cut: string };
  expect(rest).toEqual({ ok: true, run: 'r-1', status: 'done', changed: true });
  expect(report.servers).toHaveLength(2001);
  expect(report.servers.at(-1)).toEqual({ more: 38_000 });
  expect(cut).toContain('opsbook show r-1');
});

test('no sign is told by half, for which StackStorm would take the whole for a text', () => {
  const result: ActionResult = {
    ok: false,
    error: { code: 'X', message: 'cut: \ud83d', details: { '\ude00': [null] } },
  };
  expect(resultText(result)).toBe(
    '{"ok":false,"error":{"code":"X","message":"cut: \ufffd","details":{"\ufffd":[null]}}}',
  );
  const backslash: ActionResult = { ok: true, run: String.raw`\ud83d` };
  expect(JSON.parse(resultText(backslash))).toEqual(backslash);
  for (const begin of ['', 'x']) {
    const text = resultText({ ok: true, report: begin + '😀'.repeat(MIB) });
    expect(text).toContain('😀');
    expect(text).not.toMatch(/\\ud/);
  }
});

test('no result is longer than 1 MiB, and each says whether it went well', () => {
  const big = fc
    .tuple(fc.jsonValue({ maxDepth: 3 }), fc.nat({ max: 6000 }), fc.string({ maxLength: 300, unit: 'grapheme' }))
    .map(([value, times, text]): Json => ({ value, list: Array<string>(times).fill(text) }));
  const property = (report: Json, details: Json, ok: boolean) => {
    const text = resultText({ ok, run: 'r', report, error: { code: 'X', message: 'y', details } });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MIB);
    expect(JSON.parse(text)).toMatchObject({ ok, run: 'r', error: { code: 'X', message: 'y' } });
  };
  fc.assert(fc.property(big, big, fc.boolean(), property), { numRuns: fuzzRuns(30) });
});
