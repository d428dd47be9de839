import preset, { testFiles } from '../jest.preset.js';

export default {
  ...preset,
  displayName: 'workflows',
  // By far the longest of all: alone at the end, one worker would leave a core idle.
  ...testFiles(['quarter-1.js', 'quarter-2.js', 'quarter-3.js', 'quarter-4.js']),
  maxWorkers: 2,
};
