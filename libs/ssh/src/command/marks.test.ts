import { expect, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import fc from 'fast-check';
import { Marks } from './marks.ts';

const runs = fuzzRuns(500);
const TOKEN = 'opsbook-0123';

test('marks are taken out, however the stream is cut, and every other byte is given on', () => {
  const noise = fc.constantFrom('', 'Welcome!\n', 'opsbook-0', `+ echo '${TOKEN} begins' 12\n`);
  const output = fc.array(fc.constantFrom('err', '\n', TOKEN.slice(0, 5), 'opsbook-9 ended 3\n', 'é\0', ' '), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(noise, output, fc.boolean(), fc.array(fc.nat(80)), (before, parts, tells, cuts) => {
      const text = Buffer.from(parts.join(''));
      const end = tells ? `${TOKEN} ended 42\n` : '';
      const all = Buffer.concat([Buffer.from(`${before}${TOKEN} begins 4711\n`), text, Buffer.from(end)]);
      const got: Buffer[] = [];
      let group: number | undefined;
      const marks = new Marks(TOKEN, tells, {
        onPrompt: () => undefined,
        onStart: (found) => (group = found),
        onOutput: (chunk) => got.push(chunk),
      });
      const places = [...new Set([0, ...cuts.filter((cut) => cut < all.length), all.length])].sort((a, b) => a - b);
      for (const [index, place] of places.slice(1).entries()) marks.push(all.subarray(places[index], place));
      marks.end();
      expect(group).toBe(4711);
      expect(Buffer.concat(got).equals(text)).toBe(true);
      expect(marks.exitCode).toBe(tells ? 42 : undefined);
      expect(marks.noise).toBe(before);
    }),
    { numRuns: runs },
  );
});

/** What marks give on of some text, and what they tell. */
function through(text: string) {
  const told: { group: number | undefined; given: string } = { group: -1, given: '' };
  const marks = new Marks(TOKEN, true, {
    onPrompt: () => undefined,
    onStart: (group) => (told.group = group),
    onOutput: (chunk) => (told.given += chunk.toString('latin1')),
  });
  marks.push(Buffer.from(text));
  return { ...told, started: marks.started };
}

test('a host that cannot tell its process group has begun all the same', () => {
  expect(through(`${TOKEN} begins\nerr`)).toEqual({ group: undefined, given: 'err', started: true });
});

test('what begins like a mark for the end and is none is not held back', () => {
  const text = `${TOKEN} is what a process list shows\nand so on`;
  expect(through(`${TOKEN} begins 1\n${text}`).given).toBe(text);
});
