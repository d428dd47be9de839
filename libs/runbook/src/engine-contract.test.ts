import { afterAll, describe, it } from '@jest/globals';
import { Claims, embeddedWorld, engineContract, memoryDisk } from './testing/index.ts';

const claims = new Claims();
afterAll(() => {
  process.stdout.write(`${claims.passed} shared assertions passed against the memory engine\n`);
});

describe.each(Object.entries(engineContract))('the memory engine: %s', (_theme, cases) => {
  it.each(cases)('$name', async ({ holds }) => {
    const world = embeddedWorld(memoryDisk);
    try {
      await holds(world, claims);
    } finally {
      await world.close();
    }
  });
});
