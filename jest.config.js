export default { projects: ['<rootDir>/libs/*', '<rootDir>/workflows', '<rootDir>/apps/*', '<rootDir>/tools/*'] };
