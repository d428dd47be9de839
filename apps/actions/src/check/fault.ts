/** What StackStorm would refuse, or what would fail once it runs. */
export interface Fault {
  /** The file, below the pack's folder. */
  path: string;
  /** The place in the file: `parameters.cloud.type`; empty for the file as a whole. */
  at: string;
  message: string;
}

/** Notes faults of one file. */
export type Report = (at: string, message: string) => void;
