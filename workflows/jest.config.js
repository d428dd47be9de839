import preset from '../jest.preset.js';

export default {
  ...preset,
  displayName: 'workflows',
  roots: ['<rootDir>'],
  testMatch: ['**/src/**/*.test.ts'],
  // By far the longest of all: alone at the end, one worker would leave a core idle.
  maxWorkers: 2,
};
