import { everyImage } from '../image/every-image.ts';
import { entries } from './compare-by-name.ts';
import { compareRunbook } from './compare-runbook.ts';

/** What services note on an image by themselves. */
const VOLATILE = [
  'properties.base_image_ref',
  'properties.boot_roles',
  'properties.direct_url',
  'properties.image_location',
  'properties.image_state',
  'properties.instance_uuid',
  'properties.locations',
  'properties.os_glance_*',
  'properties.owner_*',
  'properties.user_id',
];

/** Compares the images of two clouds. */
export const compareImages = compareRunbook({
  kind: 'images',
  singular: 'image',
  ignore: VOLATILE,
  async read(client) {
    const images = await everyImage(client);
    return images.flatMap(({ id, name, status, hash, properties, ...own }) => {
      // One without a name has no counterpart.
      if (name === null) return [];
      const { visibility, hidden, sizeBytes, diskFormat, containerFormat, minRamMiB, minDiskGiB, tags } = own;
      const plain = { visibility, hidden, sizeBytes, diskFormat, containerFormat, minRamMiB, minDiskGiB };
      const fields = { status, ...plain, protected: own.protected, hash: hash?.value ?? null, tags: tags.join(', ') };
      return [{ id, name, fields: { ...fields, ...entries('properties', properties) } }];
    });
  },
  // What is being made, or was withdrawn, need not be elsewhere.
  wanted: ({ fields }) => fields['status'] === 'active',
});
