import type { Block, Body, Code, Inline, Line, List, Panel, Table } from './body.ts';
import { linePieces } from './body.ts';
import { checkedBlocks, contentOf, isNested, listBelow } from './check-body.ts';
import { escapeWiki } from './escape-wiki.ts';
import { printable } from './printable.ts';

/**
 * A body as Jira's wiki markup ("Text Formatting Notation"), as Data Center's API v2 takes it.
 * @throws JIRA_INVALID_INPUT, listing every fault of the body
 */
export const toWiki = (body: Body): string => checkedBlocks(body).map(blockText).join('\n\n');

function blockText(block: Block): string {
  switch (block.type) {
    case 'paragraph':
      return lineText(block.text, '\n');
    case 'heading':
      return `h${block.level}. ${lineText(block.text, ' ')}`;
    case 'list':
      return listText(block, '');
    case 'code':
      return codeText(block);
    case 'table':
      return tableText(block);
    case 'panel':
      return `{panel:title=${TITLES[block.kind]}}\n${panelText(block)}\n{panel}`;
  }
}

const TITLES: Record<Panel['kind'], string> = {
  info: 'Info',
  note: 'Note',
  warning: 'Warning',
  error: 'Error',
  success: 'Success',
};

const panelText = (panel: Panel): string => contentOf(panel).map(blockText).join('\n\n');

function listText({ ordered, items }: List, prefix: string): string {
  const bullet = `${prefix}${ordered ? '#' : '*'}`;
  return items
    .flatMap((item) => {
      const own = `${bullet} ${lineText(isNested(item) ? item.text : item, BREAK)}`;
      return isNested(item) && item.items.length > 0 ? [own, listText(listBelow(item), bullet)] : [own];
    })
    .join('\n');
}

function tableText({ header, rows }: Table): string {
  const row = (cells: readonly Line[], mark: string) =>
    `${mark}${cells.map((cell) => ` ${lineText(cell, BREAK)} `).join(mark)}${mark}`;
  return [...(header === undefined ? [] : [row(header, '||')]), ...rows.map((cells) => row(cells, '|'))].join('\n');
}

// For any other one Jira shows an error in place of colours ("Unable to find source-code formatter for language"), for none
// at all those of Java. The list is that message's.
const LANGUAGES: ReadonlySet<string> = new Set(
  `actionscript ada applescript bash c c# c++ cpp css erlang go groovy haskell html java javascript js json lua none nyan
  objc perl php python r rainbow ruby scala sh sql swift visualbasic xml yaml`.split(/\s+/),
);

// Nothing is escaped inside these macros, so the text must not hold the end of the one that is used.
function codeText({ text, language }: Code): string {
  const shown = printable(text);
  const known = LANGUAGES.has(language?.toLowerCase() ?? '') ? language : 'none';
  if (!/\{code[:}]/i.test(shown)) return `{code:${known}}\n${shown}\n{code}`;
  return `{noformat}\n${shown.replace(/\{noformat(?=[:}])/gi, '{noformat\u200b')}\n{noformat}`;
}

// A forced line end, where a newline would end the row or the item. The blanks keep it from an escape beside it.
const BREAK = ' \\\\ ';

// An empty line would end the paragraph, also one that two pieces make together.
const lineText = (line: Line, newline: string): string =>
  joined(linePieces(line))
    .map((piece) => pieceText(piece, newline))
    .join('')
    .replace(/\n\s*\n/g, '\n');

// Texts side by side are escaped as one: what they mean together is not what each means.
const joined = (pieces: readonly Inline[]): readonly Inline[] =>
  pieces.reduce<Inline[]>((all, piece) => {
    const last = all.at(-1);
    if (typeof piece !== 'string' || typeof last !== 'string') return [...all, piece];
    return [...all.slice(0, -1), last + piece];
  }, []);

function pieceText(piece: Inline, newline: string): string {
  if (typeof piece === 'string') return lines(piece, newline, (text) => text);
  switch (piece.type) {
    case 'link':
      return linkText(piece.url, piece.text);
    case 'mention': {
      const { user, label } = piece;
      if ('accountId' in user) return lines(`@${label ?? user.accountId}`, ' ', (text) => text);
      return /^[\w.@+-]+$/.test(user.name) ? `[~${user.name}]` : lines(`@${label ?? user.name}`, ' ', (text) => text);
    }
    case 'text':
      return lines(piece.text, newline, (text) => marked(text, piece));
  }
}

const lines = (text: string, newline: string, mark: (escaped: string) => string): string =>
  printable(text)
    .replace(/\n\s*\n/g, '\n')
    .split('\n')
    .map((line) => mark(escapeWiki(line)))
    .join(newline);

// In braces a mark holds within a word too; it must stand right before and after what is not blank.
function marked(escaped: string, marks: { bold?: boolean; italic?: boolean; code?: boolean }): string {
  const [, before = '', inner = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(escaped) ?? [];
  if (inner === '') return escaped;
  if (marks.code === true) return `${before}{{${inner}}}${after}`;
  const italic = marks.italic === true ? `{_}${inner}{_}` : inner;
  return `${before}${marks.bold === true ? `{*}${italic}{*}` : italic}${after}`;
}

function linkText(url: string, text: string | undefined): string {
  const target = new URL(url).href.replace(/[|[\]{}\\^~!*"]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
  if (text === undefined || text.trim() === '') return `[${target}]`;
  return `[${lines(text.trim(), ' ', (escaped) => escaped)}|${target}]`;
}
