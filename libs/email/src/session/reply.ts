import { scrub } from '@opsbook/context';

const LONGEST = 2000;

/** What a server said, fit for messages and terminals: no secret, no control character, not longer than anybody reads. */
export const printable = (said: string): string =>
  scrub(said)
    .replace(/[^\P{Cc}\r\n\t]/gu, '\uFFFD')
    .slice(0, LONGEST);

/** A server's answer, taken apart. */
export interface Reply {
  smtpCode: number;
  /** RFC 3463. */
  enhancedCode: string | undefined;
  /** All of it, on one line. */
  text: string;
}

/** Reads `550 5.1.1 No such user here`, of several lines too; undefined if it is no reply. */
export function parseReply(raw: string): Reply | undefined {
  const [first = '', ...others] = printable(raw)
    .split(/\r?\n/)
    .map((line) => line.trim());
  const found = /^([2-5]\d\d)(?:[ -](?:([245]\.\d{1,3}\.\d{1,3})(?: |$))?|$)/.exec(first);
  if (found === null) return undefined;
  const [begin, digits, enhancedCode] = found;
  // Every line repeats the codes (RFC 2034, section 4).
  const rest = others.map((line) => line.replace(/^\d{3}[ -]?(?:[245]\.\d{1,3}\.\d{1,3}(?: |$))?/, ''));
  const parts = [digits, enhancedCode, first.slice(begin.length), ...rest];
  return { smtpCode: Number(digits), enhancedCode, text: parts.filter((part) => part).join(' ') };
}

/**
 * Under which id the server's log knows the mail. Servers say it in their own ways: Postfix and Sendmail "queued as 4cXk...",
 * Exim "OK id=1rX...", others nothing.
 */
export function queueIdOf(text: string): string | undefined {
  return /(?:queued (?:as|for delivery,? id)|\bid=|accepted.*? id)[ :]*([A-Za-z0-9._-]+)/i.exec(text)?.[1];
}
