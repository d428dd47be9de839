import { type HtmlToTextOptions, convert } from 'html-to-text';

const OPTIONS: HtmlToTextOptions = {
  baseElements: { selectors: ['body'] },
  wordwrap: 78,
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, linkBrackets: ['<', '>'] } },
    { selector: 'img', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'table.data', format: 'dataTable', options: { uppercaseHeaderCells: false, colSpacing: 2 } },
  ],
};

/** The text part of a mail, made of its html: tables stay tables, links show where they lead. */
export const textOf = (html: string): string => `${convert(html, OPTIONS).trim()}\n`;
