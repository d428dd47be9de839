import { hasControl, parseAddress } from './address.ts';
import type { MailAddress } from './mail.ts';

/** What is wrong with an address, with its path; empty if nothing is. */
export function addressFaults(given: MailAddress, path: string): string[] {
  const shown = typeof given === 'string' ? given : `${given.name ?? ''} <${given.address}>`;
  if (hasControl(shown)) return [`${path}: has a line break or another control character`];
  return parseAddress(given) === undefined ? [`${path}: ${JSON.stringify(shown)} is no address`] : [];
}
