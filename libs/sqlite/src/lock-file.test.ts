import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { lockFile } from './lock-file.ts';
import { temporaryLedger } from './testing/temporary-ledger.ts';

let ledger: ReturnType<typeof temporaryLedger>;
let umask: number;
beforeEach(() => {
  ledger = temporaryLedger();
  umask = process.umask(0o077);
});
afterEach(() => {
  process.umask(umask);
  ledger.remove();
});

it('is held by one at a time, and again once it is let go', () => {
  const release = lockFile(ledger.path);
  expect(release).toBeDefined();
  expect(lockFile(ledger.path)).toBeUndefined();
  release?.();
  release?.();
  const again = lockFile(ledger.path);
  expect(again).toBeDefined();
  expect(lockFile(ledger.path)).toBeUndefined();
  again?.();
});

it('is one file, for the group, in which nothing is written', () => {
  lockFile(ledger.path)?.();
  const { mode, mtimeMs } = statSync(ledger.path);
  expect((mode & 0o777).toString(8)).toBe('660');
  const release = lockFile(ledger.path);
  expect(readdirSync(ledger.directory)).toEqual(['ledger.db']);
  release?.();
  expect(statSync(ledger.path).mtimeMs).toBe(mtimeMs);
});

it('cannot be taken on what is no file of its kind', () => {
  writeFileSync(ledger.path, 'a shopping list\n'.repeat(100));
  expect(() => lockFile(ledger.path)).toThrow(expect.objectContaining({ code: 'NOT_A_LEDGER' }));
  expect(() => lockFile(join(ledger.path, 'x'))).toThrow(expect.objectContaining({ code: 'LEDGER_UNREACHABLE' }));
});
