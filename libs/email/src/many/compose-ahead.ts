import type { Clock } from '@opsbook/context';
import { compose } from '../mail/compose.ts';
import type { PreparedMail } from '../mail/prepare.ts';

/**
 * Composes a mail while the server is still busy with the one before it: between two mails a session then waits for nothing.
 * @returns what composes one of these mails, and begins with the one after it
 */
export function composeAhead(mails: readonly PreparedMail[], clock: Clock): (index: number) => Promise<Buffer> {
  const begun = new Map<number, Promise<Buffer>>();
  const begin = (index: number): Promise<Buffer> | undefined => {
    const mail = mails[index];
    if (mail === undefined) return undefined;
    const content = begun.get(index) ?? compose(mail, clock);
    // Whoever takes it learns of a failure; until then nobody misses it.
    content.catch(() => undefined);
    begun.set(index, content);
    return content;
  };
  return async (index) => {
    const content = begin(index);
    if (content === undefined) throw new Error(`there is no mail ${index}`);
    const bytes = await content;
    begun.delete(index);
    void begin(index + 1);
    return bytes;
  };
}
