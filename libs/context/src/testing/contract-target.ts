/** What a contract suite is run against: a simulator or the real service. */
export interface Target {
  /** `the simulator`, or what is at the other end: `Alertmanager at http://...`. */
  name: string;
  /** After everything. */
  close: () => Promise<void>;
}

/** The test runner's hooks and `expect`, handed over so that this package needs no runner. */
export interface TestRunner {
  beforeAll: (fn: () => Promise<void>) => void;
  afterEach: (fn: () => void) => void;
  afterAll: (fn: () => Promise<void>) => void;
  expect: { getState(): { numPassingAsserts: number } };
}

/**
 * Prepares the target of a contract suite before its tests and closes it after them; then says on stdout how many assertions
 * held, so that two runs of the suite, against the simulator and against the service, can be compared.
 * @returns the target, once the tests run
 */
export function contractTarget<T extends Target>(
  { beforeAll, afterEach, afterAll, expect }: TestRunner,
  prepare: () => Promise<T>,
): () => T {
  let prepared: T | undefined;
  let passed = 0;
  beforeAll(async () => {
    prepared = await prepare();
  });
  afterEach(() => {
    passed += expect.getState().numPassingAsserts;
  });
  afterAll(async () => {
    if (prepared === undefined) return;
    await prepared.close();
    process.stdout.write(`${passed} shared assertions passed against ${prepared.name}\n`);
  });
  return () => {
    if (prepared === undefined) throw new Error('the target is not ready');
    return prepared;
  };
}
