import type { SimulatedImage } from './image-records.ts';

/** An image in glance's own form: fields and properties side by side. */
export const imageView = (image: SimulatedImage): object => ({
  ...image.properties,
  name: image.name,
  disk_format: image.diskFormat,
  container_format: image.containerFormat,
  visibility: image.visibility,
  size: image.sizeBytes,
  virtual_size: image.sizeBytes,
  status: image.status,
  checksum: null,
  protected: image.protected,
  min_ram: image.minRamMiB,
  min_disk: image.minDiskGiB,
  owner: image.owner,
  os_hidden: false,
  os_hash_algo: null,
  os_hash_value: null,
  id: image.id,
  created_at: image.createdAt,
  updated_at: image.updatedAt,
  tags: image.tags,
  self: `/v2/images/${image.id}`,
  file: `/v2/images/${image.id}/file`,
  schema: '/v2/schemas/image',
});
