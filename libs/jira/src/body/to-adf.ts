import type { Block, Body, Inline, Line, List, ListItem, Panel, Table } from './body.ts';
import { linePieces } from './body.ts';
import { checkedBlocks, contentOf, isNested, listBelow } from './check-body.ts';
import { printable } from './printable.ts';

/** A node of the Atlassian Document Format. */
export interface AdfNode {
  type: string;
  attrs?: Record<string, unknown>;
  content?: AdfNode[];
  text?: string;
  marks?: { type: string; attrs?: Record<string, unknown> }[];
}

export interface AdfDocument {
  version: 1;
  type: 'doc';
  content: AdfNode[];
}

/**
 * A body as a document of Cloud's API v3 ("Atlassian Document Format", structure, nodes and marks).
 * @throws JIRA_INVALID_INPUT, listing every fault of the body
 */
export const toAdf = (body: Body): AdfDocument => ({
  version: 1,
  type: 'doc',
  content: checkedBlocks(body).map(blockNode),
});

function blockNode(block: Block): AdfNode {
  switch (block.type) {
    case 'paragraph':
      return paragraphNode(block.text);
    case 'heading':
      return { type: 'heading', attrs: { level: block.level }, content: lineNodes(block.text) };
    case 'list':
      return listNode(block);
    case 'code': {
      const text = printable(block.text);
      return {
        type: 'codeBlock',
        ...(block.language !== undefined && { attrs: { language: block.language } }),
        content: text === '' ? [] : [{ type: 'text', text }],
      };
    }
    case 'table':
      return tableNode(block);
    case 'panel':
      return { type: 'panel', attrs: { panelType: block.kind }, content: panelContent(block) };
  }
}

const panelContent = (panel: Panel): AdfNode[] => contentOf(panel).map(blockNode);

const paragraphNode = (text: Line): AdfNode => ({ type: 'paragraph', content: lineNodes(text) });

const listNode = ({ ordered, items }: List): AdfNode => ({
  type: ordered ? 'orderedList' : 'bulletList',
  content: items.map(itemNode),
});

function itemNode(item: ListItem): AdfNode {
  if (!isNested(item)) return { type: 'listItem', content: [paragraphNode(item)] };
  const below = item.items.length > 0 ? [listNode(listBelow(item))] : [];
  return { type: 'listItem', content: [paragraphNode(item.text), ...below] };
}

function tableNode({ header, rows }: Table): AdfNode {
  const row = (type: string, cells: readonly Line[]): AdfNode => ({
    type: 'tableRow',
    content: cells.map((cell) => ({ type, attrs: {}, content: [paragraphNode(cell)] })),
  });
  return {
    type: 'table',
    attrs: { isNumberColumnEnabled: false, layout: 'default' },
    content: [
      ...(header === undefined ? [] : [row('tableHeader', header)]),
      ...rows.map((cells) => row('tableCell', cells)),
    ],
  };
}

const lineNodes = (line: Line): AdfNode[] => linePieces(line).flatMap(pieceNodes);

function pieceNodes(piece: Inline): AdfNode[] {
  if (typeof piece === 'string') return textNodes(piece, []);
  switch (piece.type) {
    case 'link':
      return textNodes(piece.text ?? piece.url, [{ type: 'link', attrs: { href: new URL(piece.url).href } }]);
    case 'mention':
      return 'accountId' in piece.user
        ? [{ type: 'mention', attrs: { id: piece.user.accountId, text: `@${piece.label ?? piece.user.accountId}` } }]
        : textNodes(`@${piece.label ?? piece.user.name}`, []);
    case 'text':
      return textNodes(piece.text, marksOf(piece));
  }
}

// The mark `code` goes with no other mark but links and annotations.
function marksOf({ bold, italic, code }: { bold?: boolean; italic?: boolean; code?: boolean }): { type: string }[] {
  if (code === true) return [{ type: 'code' }];
  return [...(bold === true ? [{ type: 'strong' }] : []), ...(italic === true ? [{ type: 'em' }] : [])];
}

// A text node is not empty and holds no line end: that is a node of its own.
const textNodes = (text: string, marks: NonNullable<AdfNode['marks']>): AdfNode[] =>
  printable(text)
    .split('\n')
    .flatMap((part, index) => [
      ...(index > 0 ? [{ type: 'hardBreak' }] : []),
      ...(part === '' ? [] : [{ type: 'text', text: part, ...(marks.length > 0 && { marks }) }]),
    ]);
