import { expect, test } from '@jest/globals';
import { Asides } from './asides.ts';

test('a question is asked once at a time, and again where it got no answer', async () => {
  const asides = new Asides<string>();
  const open: ((answer: string | undefined) => void)[] = [];
  const heard: (string | undefined)[] = [];
  const ask = () => {
    asides.ask(
      'a',
      () => new Promise((resolve) => open.push(resolve)),
      (answer) => heard.push(answer),
    );
  };
  ask();
  ask();
  expect(open).toHaveLength(1);
  let isIdle = false;
  const idle = asides.idle().then(() => (isIdle = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(isIdle).toBe(false);
  open[0]?.(undefined);
  await idle;
  expect([heard, asides.answer('a')]).toEqual([[undefined], undefined]);
  ask();
  open[1]?.('yes');
  await asides.idle();
  expect([heard, asides.answer('a')]).toEqual([[undefined, 'yes'], 'yes']);
  asides.forget('a');
  expect(asides.answer('a')).toBeUndefined();
});
