import type { SimulatorRequest } from '@opsbook/http/testing';
import type { SimulatedImage } from './image-records.ts';
import { webobError } from '../webob-error.ts';

/** One operation of glance's JSON patch. */
export interface ImagePatch {
  op: 'add' | 'replace' | 'remove';
  path: string;
  value?: unknown;
}

const FIELDS: Readonly<Record<string, keyof SimulatedImage>> = {
  name: 'name',
  owner: 'owner',
  visibility: 'visibility',
  protected: 'protected',
  tags: 'tags',
  min_ram: 'minRamMiB',
  min_disk: 'minDiskGiB',
  disk_format: 'diskFormat',
  container_format: 'containerFormat',
  os_hidden: 'hidden',
};

/** What glance itself writes. */
export const READ_ONLY: ReadonlySet<string> = new Set([
  'id',
  'status',
  'size',
  'checksum',
  'created_at',
  'updated_at',
  'schema',
  'self',
  'file',
]);

/** Changes fields and properties. `add` also replaces; `replace` and `remove` want something to be there. */
export function patchImage(request: SimulatorRequest, image: SimulatedImage, patches: readonly ImagePatch[]): void {
  for (const { op, path, value } of patches) {
    const name = path.slice(1).replaceAll('~1', '/').replaceAll('~0', '~');
    if (READ_ONLY.has(name)) throw webobError(request, 403, `Attribute '${name}' is read-only.`);
    const field = FIELDS[name];
    if (field !== undefined && op !== 'remove') {
      Object.assign(image, { [field]: value });
      continue;
    }
    if (op !== 'add' && !(name in image.properties)) {
      const why = `There was a conflict when trying to complete your request.<br /><br />\nProperty ${name} does not exist.`;
      throw webobError(request, 409, why);
    }
    const { [name]: _old, ...others } = image.properties;
    image.properties = op === 'remove' ? others : { ...others, [name]: String(value) };
  }
}
