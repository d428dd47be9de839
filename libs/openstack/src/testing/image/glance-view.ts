import type { SimulatedImage, SimulatedImageMember } from './image-records.ts';

/** The one store of the simulated glance. */
export const STORE = 'fs';

/** An image in glance's own form: fields and properties side by side. */
export const imageView = (image: SimulatedImage): Record<string, unknown> => ({
  ...image.properties,
  name: image.name,
  disk_format: image.diskFormat,
  container_format: image.containerFormat,
  visibility: image.visibility,
  size: image.sizeBytes,
  // Nobody has looked into what is only staged.
  virtual_size: image.status === 'active' ? image.sizeBytes : null,
  status: image.status,
  checksum: image.hashes?.md5 ?? null,
  protected: image.protected,
  min_ram: image.minRamMiB,
  min_disk: image.minDiskGiB,
  owner: image.owner,
  os_hidden: image.hidden ?? false,
  os_hash_algo: image.hashes === undefined ? null : 'sha512',
  os_hash_value: image.hashes?.sha512 ?? null,
  id: image.id,
  created_at: image.createdAt,
  updated_at: image.updatedAt,
  tags: image.tags,
  self: `/v2/images/${image.id}`,
  file: `/v2/images/${image.id}/file`,
  schema: '/v2/schemas/image',
  ...((image.status === 'active' || image.status === 'deactivated') && { stores: STORE }),
});

export const memberView = ({ id }: SimulatedImage, member: SimulatedImageMember): object => ({
  member_id: member.projectId,
  image_id: id,
  status: member.status,
  created_at: member.createdAt,
  updated_at: member.updatedAt,
  schema: '/v2/schemas/member',
});
