import type { Json } from '@opsbook/runbook';

/** One thing that a look found, as the audits report it: `key` names the thing and is the same in every look. */
export interface Finding {
  [field: string]: Json;
  key: string;
}

/** A finding that was announced and is not gone. */
export interface OpenFinding {
  [field: string]: Json;
  /** When it was first found, and last announced; UTC ISO 8601. */
  since: string;
  announcedAt: string;
  /** How often it was announced. */
  announcements: number;
  /** As it was when it was last announced. */
  finding: Finding;
}
