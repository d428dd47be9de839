export interface SimulatedImage {
  id: string;
  name: string | null;
  status: 'queued' | 'saving' | 'uploading' | 'importing' | 'active' | 'killed' | 'deactivated';
  owner: string;
  visibility: 'public' | 'private' | 'shared' | 'community';
  sizeBytes: number | null;
  diskFormat: string | null;
  containerFormat: string | null;
  minRamMiB: number;
  minDiskGiB: number;
  protected: boolean;
  tags: string[];
  /** Of an import, `os_glance_...` stand here too, as glance has it. */
  properties: Record<string, string>;
  createdAt: string;
  updatedAt: string;
  /** Default false. */
  hidden?: boolean;
  /** MD5 and SHA-512 of what was uploaded; without them it is so many zeros. */
  hashes?: { md5: string; sha512: string };
  /** What was uploaded, or so far is. */
  data?: Buffer[];
  /** The projects that it is shared with. */
  members?: SimulatedImageMember[];
}

export interface SimulatedImageMember {
  projectId: string;
  status: 'pending' | 'accepted' | 'rejected';
  createdAt: string;
  updatedAt: string;
}
