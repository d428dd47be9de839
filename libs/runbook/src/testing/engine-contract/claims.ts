import assert from 'node:assert/strict';
import { isRunbookError } from '../../errors.ts';

/** The assertions of a contract, counted as they pass. Values are compared as JSON: engines answer from other realms. */
export class Claims {
  passed = 0;

  equal(actual: unknown, expected: unknown): void {
    assert.deepEqual(plain(actual), plain(expected));
    this.passed += 1;
  }

  /** Whether `actual` has what `expected` has: fields may be more, the items of a list may not. */
  matches(actual: unknown, expected: unknown): void {
    assert.deepEqual(common(plain(actual), plain(expected)), plain(expected));
    this.passed += 1;
  }

  true(condition: boolean, what: string): void {
    assert.ok(condition, what);
    this.passed += 1;
  }

  /** Whether it rejects with a `RunbookError` of this code. */
  async rejects(promise: Promise<unknown>, code: string): Promise<void> {
    await assert.rejects(promise, (error) => {
      assert.ok(isRunbookError(error), `no RunbookError: ${String(error)}`);
      assert.equal(error.code, code);
      return true;
    });
    this.passed += 1;
  }
}

const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/** What of `actual` is spoken of in `expected`. */
function common(actual: unknown, expected: unknown): unknown {
  if (Array.isArray(actual) && Array.isArray(expected)) return actual.map((item, i) => common(item, expected[i]));
  if (!isObject(actual) || !isObject(expected)) return actual;
  return Object.fromEntries(
    Object.keys(expected).flatMap((key) => (key in actual ? [[key, common(actual[key], expected[key])]] : [])),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
