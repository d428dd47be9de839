import type { Image } from './image-shape.ts';

/** An image that has no data yet. */
export interface NewImage {
  name: string;
  /** `raw`, `qcow2`, ...; needed before its data. */
  diskFormat?: string;
  /** `bare`, ...; needed before its data. */
  containerFormat?: string;
  /** Default `shared`; `public` is for admins. */
  visibility?: Image['visibility'];
  minRamMiB?: number;
  minDiskGiB?: number;
  protected?: boolean;
  hidden?: boolean;
  tags?: readonly string[];
  /** Default: the caller's project; others for admins. */
  owner?: string;
  properties?: Readonly<Record<string, string>>;
}

/** The same in glance's names. */
export const newImage = (wanted: NewImage): object => ({
  ...wanted.properties,
  name: wanted.name,
  ...(wanted.diskFormat !== undefined && { disk_format: wanted.diskFormat }),
  ...(wanted.containerFormat !== undefined && { container_format: wanted.containerFormat }),
  ...(wanted.visibility !== undefined && { visibility: wanted.visibility }),
  ...(wanted.minRamMiB !== undefined && { min_ram: wanted.minRamMiB }),
  ...(wanted.minDiskGiB !== undefined && { min_disk: wanted.minDiskGiB }),
  ...(wanted.protected !== undefined && { protected: wanted.protected }),
  ...(wanted.hidden !== undefined && { os_hidden: wanted.hidden }),
  ...(wanted.tags !== undefined && { tags: wanted.tags }),
  ...(wanted.owner !== undefined && { owner: wanted.owner }),
});
