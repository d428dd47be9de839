/**
 * A text without what Jira cannot keep: control characters (its database and XML export refuse some, and terminal
 * colours are made of them) and halves of surrogate pairs become U+FFFD; line ends become `\n`.
 */
export const printable = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}|[\ufffe\uffff]/gu, '\ufffd')
    .toWellFormed();
