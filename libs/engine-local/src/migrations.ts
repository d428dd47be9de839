import type { Schema } from '@opsbook/sqlite';
import { SCHEMA_1 } from './migrations/schema-1.ts';
import { SCHEMA_2 } from './migrations/schema-2.ts';
import { SCHEMA_3 } from './migrations/schema-3.ts';

/** The tables of runs. The file is marked as a ledger of opsbook ("opsb"). */
export const RUNS: Schema = { applicationId: 0x6f707362, migrations: [SCHEMA_1, SCHEMA_2, SCHEMA_3] };
