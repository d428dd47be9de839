/** One file of a pack. */
export interface PackFile {
  /** Below the pack's folder, with '/'. */
  path: string;
  content: string | Uint8Array;
  /** Permissions; default 0o644. */
  mode?: number;
}
