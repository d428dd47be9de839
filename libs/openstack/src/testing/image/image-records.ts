export interface SimulatedImage {
  id: string;
  name: string | null;
  status: 'queued' | 'saving' | 'active' | 'killed' | 'deactivated';
  owner: string;
  visibility: 'public' | 'private' | 'shared' | 'community';
  sizeBytes: number | null;
  diskFormat: string | null;
  containerFormat: string | null;
  minRamMiB: number;
  minDiskGiB: number;
  protected: boolean;
  tags: string[];
  properties: Record<string, string>;
  createdAt: string;
  updatedAt: string;
}
