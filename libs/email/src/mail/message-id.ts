import { createHash, randomUUID } from 'node:crypto';

/**
 * The Message-ID of a mail: with a key always the same, so that a mail which may have been sent can be looked for in
 * mailboxes and in the server's log.
 * @param domain that of the sender
 */
export function messageIdOf(key: string | undefined, domain: string): string {
  const id = key === undefined ? randomUUID() : createHash('sha256').update(key).digest('hex').slice(0, 32);
  return `<${id}.opsbook@${domain}>`;
}
