import preset from '../jest.preset.js';

const long = process.env.OPSBOOK_LONG === '1' ? [] : ['\\.long\\.test\\.ts$'];

export default {
  ...preset,
  displayName: 'workflows',
  // By far the longest of all: alone at the end, one worker would leave a core idle.
  maxWorkers: 2,
  testPathIgnorePatterns: [...preset.testPathIgnorePatterns, ...long],
};
