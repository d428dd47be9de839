import { configSchema } from './config-schema.ts';
import { icon } from './icon.ts';
import type { PackFile } from './pack-file.ts';
import type { PackOptions } from './pack-options.ts';
import { yamlFile } from './yaml-file.ts';

/** By this name in its package.json a pack of ours is known. */
export const PACKAGE = '@opsbook/stackstorm-pack';

/** What the pack is as a whole (keys as in st2 `st2common/models/api/pack.py`), and what Node has to know of its bundle. */
export function packFiles({ ref, version, compat }: PackOptions): PackFile[] {
  const text = (object: object) => `${JSON.stringify(object, null, 2)}\n`;
  return [
    yamlFile('pack.yaml', {
      ref,
      name: ref,
      description: 'Runbooks for people who run OpenStack clouds: planned, resumable, and one result each',
      keywords: ['opsbook', 'openstack', 'runbooks', 'operations', 'alertmanager'],
      version,
      stackstorm_version: '>=3.8.0',
      python_versions: ['3'],
      author: 'opsbook',
      // One of the cloud pack's rules is on what that pack tells.
      ...(compat === 'cloud-pack' && { dependencies: ['git'] }),
    }),
    yamlFile('config.schema.yaml', configSchema),
    { path: 'icon.png', content: icon() },
    // The bundle in dist reads its version here, and is made of ES modules.
    { path: 'package.json', content: text({ name: PACKAGE, version, private: true, type: 'module' }) },
  ];
}
