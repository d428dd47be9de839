import { expect, it } from '@jest/globals';
import { labelFingerprint } from './label-fingerprint.ts';

it('is what Alertmanager gives to the same labels, in whichever order', () => {
  // As Alertmanager 0.25 answered.
  expect(labelFingerprint({ alertname: 'Watchdog', cluster: 'testbed', severity: 'none' })).toBe('560e986a09333d41');
  expect(labelFingerprint({ severity: 'none', cluster: 'testbed', alertname: 'Watchdog' })).toBe('560e986a09333d41');
  const odd = { _z: 'tab\there', alertname: 'zz fingerprint ü 東京', b: 'x', B: '1' };
  expect(labelFingerprint(odd)).toBe('1eedabb90a1f2d67');
  // FNV-1a of nothing.
  expect(labelFingerprint({})).toBe('cbf29ce484222325');
});

it('tells apart where a name ends and its value begins', () => {
  const all = [{ a: 'bc' }, { ab: 'c' }, { a: 'b', c: '' }, { a: 'b' }, { a: 'ü' }].map(labelFingerprint);
  expect(new Set(all).size).toBe(all.length);
  for (const one of all) expect(one).toMatch(/^[0-9a-f]{16}$/);
});
