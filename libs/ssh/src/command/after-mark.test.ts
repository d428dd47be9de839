import { expect, test } from '@jest/globals';
import { AfterMark } from './after-mark.ts';

test('what login scripts write is dropped, however the stream is cut', () => {
  const all = Buffer.from('Welcome to token!\ntoken begins\nactive\n\0é');
  for (let cut = 0; cut <= all.length; cut += 1) {
    const mark = new AfterMark('token begins');
    const own = [mark.push(all.subarray(0, cut)), mark.push(all.subarray(cut))];
    expect(Buffer.concat(own).toString()).toBe('active\n\0é');
    expect(mark.noise).toBe('Welcome to token!\n');
  }
});

test('without a mark there is nothing but noise, of which the last is kept', () => {
  const mark = new AfterMark('token begins');
  for (let count = 0; count < 100; count += 1) expect(mark.push(Buffer.alloc(1000, 'x'))).toHaveLength(0);
  mark.push(Buffer.from('not available'));
  expect(mark.noise).toMatch(/^x+not available$/);
  expect(mark.noise.length).toBeLessThan(10_000);
});
