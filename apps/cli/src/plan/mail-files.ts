import { email } from '@opsbook/email';
import { type Plan, type PlannedMail, flatten, plannedMail } from '@opsbook/runbook';

/** Longest part of a file's name that is an address. */
const LONGEST = 100;

export interface MailFiles {
  /** Contents by name. */
  files: Record<string, string | Buffer>;
  /** What could not be written, and why. */
  faults: string[];
}

/** Each mail of a plan as files, by name: `01-ada@example.org.html`, `.txt` and `.eml`, which mail programs open. */
export async function mailFiles({ steps }: Plan): Promise<MailFiles> {
  const mails = flatten(steps)
    .filter(({ status }) => status === 'would-do')
    .flatMap(({ detail }) => plannedMail(detail) ?? []);
  const digits = Math.max(2, String(mails.length).length);
  const files: MailFiles['files'] = {};
  const faults: string[] = [];
  for (const [index, mail] of mails.entries()) {
    const name = `${String(index + 1).padStart(digits, '0')}-${fileNameOf(mail)}`;
    const { text, html } = mail;
    if (html !== undefined) files[`${name}.html`] = html;
    if (text !== undefined) files[`${name}.txt`] = text;
    try {
      files[`${name}.eml`] = await source(mail);
    } catch (error) {
      // A preview may say what no mail can; the rest of the plan is none the worse for it.
      faults.push(`${name}.eml: ${(error as Error).message}`);
    }
  }
  return { files, faults };
}

function fileNameOf({ to: [first = ''] }: PlannedMail): string {
  const address = /<([^<>]*)>\s*$/.exec(first)?.[1] ?? first;
  // What a folder's listing and a shell take as they are; never a path, and never a hidden file.
  return address.replace(/[^\w.@+-]/g, '_').slice(0, LONGEST) || 'nobody';
}

/** As an account would write it; which one sends it is no part of a plan, unless the preview says so. */
async function source({ from = 'opsbook plan <plan@opsbook.invalid>', ...mail }: PlannedMail): Promise<Buffer> {
  const account = email({ host: 'localhost', security: 'none', from });
  return await account.source(mail);
}
