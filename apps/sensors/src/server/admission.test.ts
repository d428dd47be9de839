import { expect, it } from '@jest/globals';
import { Admission } from './admission.ts';

it('takes requests in while there is room for them and their bodies', () => {
  const admission = new Admission({ requests: 2, bytes: 100 });
  const first = admission.enter(60);
  expect(admission.enter(41)).toBeUndefined();
  const second = admission.enter(40);
  expect(admission.enter(0)).toBeUndefined();
  first?.();
  first?.();
  expect(admission).toMatchObject({ requests: 1, bytes: 40 });
  expect(admission.enter(61)).toBeUndefined();
  second?.();
  expect(admission).toMatchObject({ requests: 0, bytes: 0 });
});
