import preset, { inParts } from '../jest.preset.js';

// By far the longest of all: alone at the end, one worker would leave a core idle.
export default { ...inParts(4, { ...preset, displayName: 'workflows' }), maxWorkers: 2 };
