import { describe, expect, it } from '@jest/globals';
import type { Json } from '@opsbook/runbook';
import fc from 'fast-check';
import { compileTemplate, compileText } from './compile-template.ts';

const numRuns = Number(process.env['OPSBOOK_FUZZ_RUNS'] ?? 300);
const NAMES = ['labels', 'body', 'now'];
const place = { rule: 'drain', path: 'input' };
const SCOPE: Record<string, Json> = {
  labels: { instance: 'hv1:9100', 'a-b': 'x', severity: 'page', none: null, constructor: 'c' },
  body: { count: 5, share: 0.5, list: [1, 2, 'x'], big: 1e300, on: true, map: { k: [1] } },
};

const rendered = (value: Json, scope = SCOPE) => compileTemplate(value, NAMES, place).render(scope);
const refused = (value: Json) => {
  try {
    compileTemplate(value, NAMES, place);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it was accepted');
};

describe('a template', () => {
  it.each<[Json, Json]>([
    ['plain', 'plain'],
    ["${labels.instance.split(':')[0]}", 'hv1'],
    ['Alert ${labels.severity} on ${labels.instance}', 'Alert page on hv1:9100'],
    ['${body.count}', 5],
    ['${body.count + 1}', 6],
    ['${body.count * 1.5}', 7.5],
    ['${0.5 + body.count}', 5.5],
    ['${body.count == 5 && body.share < 1}', true],
    ['${body.list}', [1, 2, 'x']],
    ['${body.map}', { k: [1] }],
    ['${body.big}', 1e300],
    ['${labels.none}', null],
    ['n=${body.count} on=${body.on} map=${body.map}', 'n=5 on=true map={"k":[1]}'],
    ['$${labels.severity} costs $5 {x}', '${labels.severity} costs $5 {x}'],
    ['${{"a": "}"}}', { a: '}' }],
    ["${'${x}'}", '${x}'],
    ["${'\\\\'}", '\\'],
    ["${labels['a-b']}", 'x'],
    ['${labels.constructor}', 'c'],
    ['${host(labels.instance)}', 'hv1'],
    ["${host('[2001:db8::1]:9100')} ${host('2001:db8::1')} ${host('hv2')}", '2001:db8::1 2001:db8::1 hv2'],
    ["${default(labels.site, 'none')}", 'none'],
    ["${default(labels.none, 'null')}", 'null'],
    ["${default(labels.severity, 'none')}", 'page'],
    ['${default(labels.site.deeper, 1)}', 1],
    ["${default(now, 'no time')}", 'no time'],
    ['${default(body.list[9], 0)}', 0],
    ['${default(labels.none.deeper, 0)}', 0],
    ['${json(body.map)}', '{"k":[1]}'],
    ["${matches(labels.instance, '^hv[0-9]+:')}", true],
    ["${lower('ABC')} ${upper('abc')} ${trim(' a ')} ${replace('a.b.c', '.', '-')}", 'abc ABC a a-b-c'],
    ["${has(labels.site) ? labels.site : 'no site'}", 'no site'],
    ['${body.list.size()}', 3],
    ["${timestamp('2030-01-01T00:00:00Z') + duration('1h')}", '2030-01-01T01:00:00.000Z'],
    [
      { a: ['${body.count}', { b: 'x${body.count}' }], c: 5, d: null },
      { a: [5, { b: 'x5' }], c: 5, d: null },
    ],
    [{ '${labels.severity}': 'keys are names' }, { '${labels.severity}': 'keys are names' }],
  ])('%j comes to %j', (value, answer) => expect(rendered(value)).toEqual(answer));

  it.each<[Json, RegExp]>([
    ['${', /does not end/],
    ['${labels.a', /does not end/],
    ["${'a}", /does not end/],
    ['${}', /empty/],
    ['${labels.a +}', /EOF/],
    ['${lables.a}', /Unknown variable: lables; did you mean labels\?/],
    ['${process.exit(1)}', /Unknown variable: process; known are body, labels, now/],
    ['${constructor}', /Unknown variable/],
    ['${globalThis}', /Unknown variable/],
    ['${labels.toString()}', /no matching overload/],
    ['${labels.instance.matches("a")}', /matches\(text, pattern\)/],
    ['${body.list.map(x, body.list.map(y, y))}', /loop within a loop/],
    ['${body.list.exists(x, body.list.all(y, y == x))}', /loop within a loop/],
    [`\${${'('.repeat(60)}1${')'.repeat(60)}}`, /maxDepth/],
    [`\${${'1+'.repeat(600)}1}`, /Exceeded/],
    ["${'a' - 'b'}", /no such overload/],
  ])('%j is refused', (value, why) => expect(refused(value)).toMatch(why));

  it.each<[string, RegExp]>([
    ['${labels.nobody}', /^rule drain, input: \$\{labels\.nobody\}: No such key: nobody$/],
    ['a ${labels.none}', /is null/],
    ['${now}', /Unknown variable: now/],
    ['${labels.instance + 1}', /no such overload/],
    ['${9007199254740993}', /beyond 2\^53/],
    ['${1.0 / 0.0}', /no number/],
    ['${1 / 0}', /division by zero/],
    ['${b"abc"}', /neither a text/],
    ['${type(1)}', /neither a text/],
    ["${matches('a', '(')}", /missing closing/],
    ['${labels.__proto__}', /No such key/],
  ])('%j fails', (value, why) => {
    expect(() => rendered(value)).toThrow(
      expect.objectContaining({ code: 'EXPRESSION_FAILED', message: expect.stringMatching(why) }),
    );
  });

  it('that is a target is a text whatever it comes to', () => {
    expect(compileText('${body.count}', NAMES, place).render(SCOPE)).toBe('5');
    expect(() => compileText('${labels.none}', NAMES, place).render(SCOPE)).toThrow(/is null/);
  });

  it('names the place below an input', () => {
    expect(() => rendered({ a: [{ b: '${labels.x}' }] })).toThrow(
      'rule drain, input.a[0].b: ${labels.x}: No such key: x',
    );
  });

  it('fails for what is nested too deeply, and ends nothing else', () => {
    let deep: Json = 1;
    for (let level = 0; level < 20_000; level += 1) deep = [deep];
    expect(() => rendered('${body}', { body: deep })).toThrow(expect.objectContaining({ code: 'EXPRESSION_FAILED' }));
  });

  it('cannot fill the memory', () => {
    const scope = { labels: { long: 'x'.repeat(600_000) } };
    expect(() => rendered('${labels.long}${labels.long}', scope)).toThrow(/longer than/);
  });
});

const NASTY = fc.constantFrom(
  '${',
  '$${',
  '}',
  '${labels.x}',
  "'",
  '"',
  '\\',
  '{{x}}',
  '`',
  '${1+1}',
  '\n',
  '__proto__',
  '\0',
  '\u2028',
);
const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.oneof(NASTY, fc.string()), { maxLength: 6 }).map((parts) => parts.join('')),
);

it('inserts what an event holds as it is, and never reads it', () => {
  const whole = compileTemplate('${labels.x}', NAMES, place);
  const text = compileTemplate({ a: ['<${labels.x}>'] }, NAMES, place);
  const keyed = compileTemplate('${body[labels.x]}', NAMES, place);
  fc.assert(
    fc.property(anything, (value) => {
      const scope = { labels: { x: value }, body: Object.fromEntries([[value, value]]) };
      expect(whole.render(scope)).toBe(value);
      expect(text.render(scope)).toEqual({ a: [`<${value}>`] });
      expect(keyed.render(scope)).toBe(value);
    }),
    { numRuns },
  );
});

it('gives back any JSON as it is', () => {
  const whole = compileTemplate('${body}', NAMES, place);
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (body) => {
      const known = JSON.parse(JSON.stringify(body)) as Json;
      expect(JSON.stringify(whole.render({ body: known }))).toBe(JSON.stringify(known));
    }),
    { numRuns },
  );
});

it('is read or refused, whatever it is, and nothing else', () => {
  const source = fc.array(fc.oneof(NASTY, fc.constantFrom('labels', '.', '[', ']', '(', ')', '+', 'map', '1', 'x')), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(source, (parts) => {
      try {
        compileTemplate(parts.join(''), NAMES, place).render(SCOPE);
      } catch (error) {
        expect(error instanceof SyntaxError || (error as { code?: string }).code === 'EXPRESSION_FAILED').toBe(true);
      }
    }),
    { numRuns },
  );
});
