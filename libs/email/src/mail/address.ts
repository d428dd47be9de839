import { domainToASCII } from 'node:url';
import type { MailAddress } from './mail.ts';

/** An address apart from the name that is shown with it. */
export interface NamedAddress {
  name: string;
  /** The domain in its ASCII form. */
  address: string;
}

/** RFC 5321, 4.1.2 (Dot-string) and RFC 6531: no quoted local parts, which nobody has, and which many servers get wrong. */
const LOCAL = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;
const LONGEST_LOCAL = 64;

/** Whether it is one bare address, without a name. */
export const isAddress = (text: string): boolean => normalAddress(text) !== undefined;

/** The address with its domain in ASCII; undefined if it is none. */
export function normalAddress(text: string): string | undefined {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  const domain = text.slice(at + 1);
  // domainToASCII mends what it can (blanks, escapes): only what is ASCII already, or letters of other scripts, is given to it.
  const ascii = DOMAIN.test(domain) ? domain : /^[\p{L}\p{N}\p{M}.-]+$/u.test(domain) ? domainToASCII(domain) : '';
  if (at < 1 || Buffer.byteLength(local) > LONGEST_LOCAL || !LOCAL.test(local) || !DOMAIN.test(ascii)) return undefined;
  return `${local}@${ascii}`;
}

/** The parts of what names exactly one mailbox; undefined if it does not. */
export function parseAddress(given: MailAddress): NamedAddress | undefined {
  const parts = typeof given === 'string' ? parseText(given) : { name: given.name ?? '', address: given.address };
  if (parts === undefined || typeof parts.address !== 'string' || hasControl(parts.name)) return undefined;
  const address = normalAddress(parts.address);
  return address === undefined ? undefined : { name: parts.name.trim(), address };
}

/** Control characters and line separators: what a header must not hold. */
export const hasControl = (text: string): boolean => /[\p{Cc}\u2028\u2029]/u.test(text);

function parseText(text: string): { name: string; address: string } | undefined {
  if (hasControl(text)) return undefined;
  if (!text.includes('<')) return { name: '', address: text.trim() };
  // Exactly one, with nothing after it: a header's parser would take "a@b, c@d" and comments as well.
  const shape = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^"<>,;:()@]*))\s*<([^<>]*)>\s*$/.exec(text);
  if (shape === null) return undefined;
  const [, quoted, plain = '', address = ''] = shape;
  return { name: quoted?.replace(/\\(.)/g, '$1') ?? plain, address };
}
