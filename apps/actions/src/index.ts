export { BRIDGE_CONTEXT, BRIDGE_ENV, type Bridge, bridgeSchema } from './bridge.ts';
export { type PackFile } from './pack/pack-file.ts';
export { type PackOptions } from './pack/pack-options.ts';
export { yamlFile } from './pack/yaml-file.ts';
