/** What a service or a proxy says in an error, as one line of plain text: of a page of HTML only what a reader would see. */
export const plainText = (text: string): string =>
  (/^\s*<(!doctype|html|head|body)\b/i.test(text) ? withoutTags(text) : text).replace(/\s+/g, ' ').trim();

// Only a page has tags: a message may quote an expression with angle brackets.
const withoutTags = (page: string): string =>
  page.replace(/<(head|style|script)\b[\s\S]*?<\/\1>/gi, ' ').replace(/<[a-z!/][^<>]*>/gi, ' ');
