import { UnknownInPlan, unknownName } from '@opsbook/context';
import { throwFaults } from '../errors.ts';
import { hasControl } from './address.ts';
import { addressFaults } from './address-faults.ts';
import { listOf } from './list-of.ts';
import type { Mail, MailAddress, MailAttachment } from './mail.ts';
import { recipientsOf } from './recipients.ts';

const MESSAGE_ID = /^<[^\s<>@]+@[^\s<>@]+>$/;
const OWN_HEADER = /^(X|List)-[A-Za-z0-9-]+$/;

/** @throws EMAIL_INVALID_INPUT, listing every fault of every mail; UnknownInPlan */
export function checkMails(mails: readonly Mail[], defaults: { from: MailAddress | undefined }): void {
  refuseUnknown(mails);
  const faults = mails.flatMap((mail, index) => mailFaults(mail, `mails[${index}].`, defaults));
  const keys = new Map<string, number>();
  for (const [index, { key }] of mails.entries()) {
    if (key === undefined) continue;
    const first = keys.get(key);
    // With the same Message-ID mailboxes and servers drop the second one as a copy of the first.
    if (first !== undefined) faults.push(`mails[${index}].key: the same as mails[${first}].key`);
    else keys.set(key, index);
  }
  throwFaults('EMAIL_INVALID_INPUT', 'the mails are wrong', faults);
}

/** The same for one, whose paths begin in it. */
export function checkMail(mail: Mail, defaults: { from: MailAddress | undefined }): void {
  refuseUnknown(mail);
  throwFaults('EMAIL_INVALID_INPUT', 'the mail is wrong', mailFaults(mail, '', defaults));
}

function mailFaults(mail: Mail, at: string, { from }: { from: MailAddress | undefined }): string[] {
  const faults: string[] = [];
  const add = (ok: boolean, path: string, fault: string) => ok || faults.push(`${at}${path}: ${fault}`);
  const addresses = (field: 'to' | 'cc' | 'bcc' | 'replyTo') => {
    const given = mail[field];
    for (const [index, one] of listOf(given).entries())
      faults.push(...addressFaults(one, `${at}${field}${Array.isArray(given) ? `[${index}]` : ''}`));
  };
  if (mail.from !== undefined) faults.push(...addressFaults(mail.from, `${at}from`));
  add(mail.from !== undefined || from !== undefined, 'from', 'missing, and the account has none');
  (['to', 'cc', 'bcc', 'replyTo'] as const).forEach(addresses);
  add(listOf(mail.to).length > 0, 'to', 'nobody');
  add(mail.key !== '', 'key', 'empty');
  add(!hasControl(mail.subject), 'subject', 'has a line break or another control character');
  add(mail.subject.trim() !== '', 'subject', 'empty');
  add(mail.text !== undefined || mail.html !== undefined, 'text', 'neither text nor html');
  add(mail.inReplyTo === undefined || MESSAGE_ID.test(mail.inReplyTo), 'inReplyTo', 'no Message-ID: <id@example.org>');
  for (const [index, id] of (mail.references ?? []).entries())
    add(MESSAGE_ID.test(id), `references[${index}]`, 'no Message-ID: <id@example.org>');
  for (const [name, value] of Object.entries(mail.headers ?? {})) {
    add(OWN_HEADER.test(name), `headers.${JSON.stringify(name)}`, 'only X-... and List-... can be set');
    add(!hasControl(value), `headers.${JSON.stringify(name)}`, 'has a line break or another control character');
  }
  (mail.attachments ?? []).forEach((one, index) => faults.push(...fileFaults(one, `${at}attachments[${index}]`)));
  (mail.images ?? []).forEach((one, index) => {
    faults.push(...fileFaults(one, `${at}images[${index}]`));
    add(/^[\w.@-]+$/.test(one.cid), `images[${index}].cid`, 'letters, digits and . @ _ - only');
    add(mail.html?.includes(`cid:${one.cid}`) === true, `images[${index}].cid`, 'not shown in the html');
  });
  // Whoever is named has to be looked for among addresses that are right.
  return faults.length > 0 ? faults : onlyToFaults(mail, at);
}

function onlyToFaults(mail: Mail, at: string): string[] {
  if (mail.onlyTo?.length === 0) return [`${at}onlyTo: nobody`];
  return (mail.onlyTo ?? []).flatMap((one, index) =>
    recipientsOf({ ...mail, onlyTo: [one] }).sentTo.length === 0
      ? [`${at}onlyTo[${index}]: none of its recipients`]
      : [],
  );
}

function fileFaults({ filename, content, contentType }: MailAttachment, path: string): string[] {
  const faults: string[] = [];
  // What a file is read from elsewhere in JavaScript: { path }, a stream, an ArrayBuffer.
  if (typeof content !== 'string' && !ArrayBuffer.isView(content))
    faults.push(`${path}.content: neither a text nor bytes`);
  if (filename === '' || hasControl(filename) || /[/\\]/.test(filename))
    faults.push(`${path}.filename: no plain file name`);
  if (contentType !== undefined && !/^[\w.+-]+\/[\w.+-]+(; ?[\w-]+="?[\w.+-]+"?)*$/.test(contentType))
    faults.push(`${path}.contentType: no media type`);
  return faults;
}

function refuseUnknown(value: unknown): void {
  const name = unknownName(value);
  if (name !== undefined) throw new UnknownInPlan(name);
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value))
    Object.values(value).forEach(refuseUnknown);
}
