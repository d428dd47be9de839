/** An image to be made of a volume. */
export interface VolumeUpload {
  imageName: string;
  /** Default `raw`. */
  diskFormat?: 'raw' | 'qcow2' | 'vmdk' | 'vdi' | 'vhd' | 'vhdx' | 'ploop';
  /** Default `private`; `public` is for admins. */
  visibility?: 'private' | 'shared' | 'community' | 'public';
  protected?: boolean;
  /** Also while a server has it, where the cloud allows that. */
  force?: boolean;
}

export interface ImageOfVolume {
  imageId: string;
}

interface Answer {
  'os-volume_upload_image': { image_id: string };
}

/** The action that asks for it, and how its answer is read. */
export const upload = (id: string, wanted: VolumeUpload) => ({
  body: {
    'os-volume_upload_image': {
      image_name: wanted.imageName,
      disk_format: wanted.diskFormat ?? 'raw',
      container_format: 'bare',
      visibility: wanted.visibility ?? 'private',
      protected: wanted.protected ?? false,
      force: wanted.force ?? false,
    },
  },
  key: 'os-volume_upload_image',
  label: `upload volume ${id} to image '${wanted.imageName}'`,
  read: ({ 'os-volume_upload_image': image }: Answer): ImageOfVolume => ({ imageId: image.image_id }),
});
