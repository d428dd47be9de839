import preset from '../jest.preset.js';

const long = process.env.OPSBOOK_LONG === '1' ? [] : ['\\.long\\.test\\.ts$'];

export default {
  ...preset,
  displayName: 'workflows',
  testPathIgnorePatterns: [...preset.testPathIgnorePatterns, ...long],
};
