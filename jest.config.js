export default {
  projects: ['<rootDir>/libs/*', '<rootDir>/workflows', '<rootDir>/apps/*', '<rootDir>/tools/*'],
  // Of the preset's settings this one is taken from here, when all projects run at once.
  testTimeout: 600_000,
};
