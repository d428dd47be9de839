import { utc } from '../core/utc.ts';

/** An image or a server's snapshot. */
export interface Image {
  id: string;
  /** null: it was made without one. */
  name: string | null;
  /** A snapshot is `queued`, then `saving`, then `active`; `killed` when the upload failed. */
  status:
    | 'queued'
    | 'saving'
    | 'uploading'
    | 'importing'
    | 'active'
    | 'deactivated'
    | 'killed'
    | 'deleted'
    | 'pending_delete';
  /** The project's id. */
  owner: string | null;
  visibility: 'public' | 'private' | 'shared' | 'community';
  /** Stored bytes; null until it is uploaded. */
  sizeBytes: number | null;
  /** What a server's disk of it needs at least; null where glance does not know. */
  virtualSizeBytes: number | null;
  /** MD5 in hexadecimal digits; null until it is uploaded, and where the cloud makes none. */
  checksum: string | null;
  /** The hash that the cloud has chosen (`sha512`), in hexadecimal digits. */
  hash: { algorithm: string; value: string } | null;
  diskFormat: string | null;
  containerFormat: string | null;
  minRamMiB: number;
  minDiskGiB: number;
  /** It cannot be deleted. */
  protected: boolean;
  /** It is on no list that does not ask for hidden ones. */
  hidden: boolean;
  /** Where its data is; empty where the cloud has but one store. */
  stores: string[];
  /** Stores into which an import has failed. */
  failedStores: string[];
  /** The task of the import that is under way, from its acceptance to its end; null: there is none. */
  importTaskId: string | null;
  tags: string[];
  createdAt: string;
  updatedAt: string;
  /** Everything else that it carries: `os_distro`, `hw_disk_bus`, nova's notes on a snapshot... */
  properties: Record<string, string>;
}

/** Glance's own answer: fields and properties side by side. */
export interface GlanceImage extends Record<string, unknown> {
  id: string;
  name?: string | null;
  status: Image['status'];
  owner?: string | null;
  visibility: Image['visibility'];
  size?: number | null;
  virtual_size?: number | null;
  checksum?: string | null;
  os_hash_algo?: string | null;
  os_hash_value?: string | null;
  os_hidden?: boolean;
  stores?: string;
  os_glance_failed_import?: string;
  os_glance_import_task?: string;
  disk_format?: string | null;
  container_format?: string | null;
  min_ram?: number;
  min_disk?: number;
  protected?: boolean;
  tags?: string[];
  created_at: string;
  updated_at: string;
}

export const image = (raw: GlanceImage): Image => ({
  id: raw.id,
  name: raw.name ?? null,
  status: raw.status,
  owner: raw.owner ?? null,
  visibility: raw.visibility,
  sizeBytes: raw.size ?? null,
  virtualSizeBytes: raw.virtual_size ?? null,
  checksum: raw.checksum ?? null,
  hash: raw.os_hash_algo && raw.os_hash_value ? { algorithm: raw.os_hash_algo, value: raw.os_hash_value } : null,
  diskFormat: raw.disk_format ?? null,
  containerFormat: raw.container_format ?? null,
  minRamMiB: raw.min_ram ?? 0,
  minDiskGiB: raw.min_disk ?? 0,
  protected: raw.protected ?? false,
  hidden: raw.os_hidden ?? false,
  stores: names(raw.stores),
  failedStores: names(raw.os_glance_failed_import),
  importTaskId: raw.os_glance_import_task ?? null,
  tags: raw.tags ?? [],
  createdAt: utc(raw.created_at),
  updatedAt: utc(raw.updated_at),
  properties: properties(raw),
});

const names = (text = ''): string[] => text.split(',').filter((name) => name !== '');

// The fields of glance's image schema: whatever else stands there is a property.
const FIELDS = new Set([
  'id',
  'name',
  'status',
  'owner',
  'visibility',
  'size',
  'virtual_size',
  'disk_format',
  'container_format',
  'min_ram',
  'min_disk',
  'protected',
  'tags',
  'created_at',
  'updated_at',
  'checksum',
  'os_hash_algo',
  'os_hash_value',
  'os_hidden',
  'self',
  'file',
  'schema',
  'stores',
  'locations',
  'direct_url',
  'os_glance_failed_import',
  'os_glance_importing_to_stores',
  'os_glance_import_task',
]);

function properties(raw: GlanceImage): Record<string, string> {
  const found = Object.entries(raw).filter(([name, value]) => typeof value === 'string' && !FIELDS.has(name));
  return Object.fromEntries(found) as Record<string, string>;
}
