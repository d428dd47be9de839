import type { Json } from './json.ts';

/**
 * A mail in a plan. A step that sends one has the preview `{ mail }`, of which `plan --out` makes files and a terminal shows
 * the recipients and the subject only. What `EmailAccount.preview` of `@opsbook/email` answers is one:
 * `preview: () => ({ mail: account.preview(mail) })`.
 */
export interface PlannedMail {
  from?: string;
  /** Addresses, with or without a name before them: `Ada Lovelace <ada@example.org>`. */
  to: string[];
  cc?: string[];
  subject: string;
  text?: string;
  html?: string;
}

/** The mail of a plan's detail; undefined where it is something else. */
export function plannedMail(detail: Json | undefined): PlannedMail | undefined {
  const mail = record(detail)?.['mail'];
  const { from, to, cc, subject, text, html } = record(mail) ?? {};
  const named = addresses(to);
  if (named === undefined || typeof subject !== 'string') return undefined;
  const copied = addresses(cc) ?? [];
  return {
    ...(typeof from === 'string' && { from }),
    to: named,
    ...(copied.length > 0 && { cc: copied }),
    subject,
    ...(typeof text === 'string' && { text }),
    ...(typeof html === 'string' && { html }),
  };
}

const record = (value: Json | undefined): Record<string, Json | undefined> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;

function addresses(value: Json | undefined): string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
}
