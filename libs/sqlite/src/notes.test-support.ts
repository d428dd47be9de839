import type { Schema } from './schema.ts';

/** An application that keeps notes. */
export const NOTES: Schema = {
  applicationId: 0x6e6f7465,
  migrations: [
    'CREATE TABLE notes (name TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL) STRICT',
    'CREATE INDEX notes_by_body ON notes (body)',
  ],
};

/** The same application before its second migration. */
export const OLDER_NOTES: Schema = { ...NOTES, migrations: NOTES.migrations.slice(0, 1) };
