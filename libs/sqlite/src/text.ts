import { scrubJson } from '@opsbook/context';

/** A value as the ledger keeps it: JSON, free of every secret that this process has met. */
export const toText = (value: unknown): string => JSON.stringify(scrubJson(value));

/** The same for what may be absent: SQL's NULL, which is another thing than JSON's null. */
export const toTextOrNull = (value: unknown): string | null => (value === undefined ? null : toText(value));

export const fromText = (text: string): unknown => JSON.parse(text);
