import { invalidInput } from '../errors.ts';
import {
  type Block,
  type Body,
  type Inline,
  type Line,
  type List,
  type ListItem,
  type Panel,
  blocksOf,
  linePieces,
} from './body.ts';

/**
 * The blocks of a body after a look for what neither format can show: a table with uneven rows, a link that is no http,
 * https or mailto URL, a heading of a level that is none. Empty lists, tables and panels are left out.
 * @throws JIRA_INVALID_INPUT, listing everything
 */
export function checkedBlocks(body: Body): readonly Block[] {
  const blocks = blocksOf(body);
  const faults = blocks.flatMap((block, index) => blockFaults(block, `block ${index + 1}`));
  if (faults.length > 0) throw invalidInput('the body', faults);
  return blocks.filter(hasContent);
}

function blockFaults(block: Block, path: string): string[] {
  switch (block.type) {
    case 'paragraph':
      return lineFaults(block.text, path);
    case 'heading':
      return [
        ...([1, 2, 3, 4, 5, 6].includes(block.level) ? [] : [`${path}: a heading's level is 1 to 6`]),
        ...lineFaults(block.text, path),
      ];
    case 'list':
      return block.items.flatMap((item) => itemFaults(item, path));
    case 'code':
      return block.language === undefined || /^[\w+#.-]+$/.test(block.language)
        ? []
        : [`${path}: '${block.language}' is no name of a language`];
    case 'table': {
      const rows = [...(block.header === undefined ? [] : [block.header]), ...block.rows];
      const uneven = rows.some((row) => row.length !== rows[0]?.length || row.length === 0);
      return [
        ...(uneven ? [`${path}: the rows of a table have the same number of cells, at least one`] : []),
        ...rows.flat().flatMap((cell) => lineFaults(cell, path)),
      ];
    }
    case 'panel':
      return block.blocks.flatMap((inner) => blockFaults(inner, `${path}, in the panel`));
  }
}

const itemFaults = (item: ListItem, path: string): string[] =>
  isNested(item)
    ? [...lineFaults(item.text, path), ...item.items.flatMap((inner) => itemFaults(inner, path))]
    : lineFaults(item, path);

const lineFaults = (line: Line, path: string): string[] =>
  linePieces(line).flatMap((piece) => pieceFaults(piece).map((fault) => `${path}: ${fault}`));

function pieceFaults(piece: Inline): string[] {
  if (typeof piece === 'string' || piece.type !== 'link') return [];
  const { url } = piece;
  const fits = URL.canParse(url) && /^(https?|mailto):$/.test(new URL(url).protocol);
  return fits ? [] : [`'${url}' is no http, https or mailto URL`];
}

/** An item with a list below it. */
export const isNested = (item: ListItem): item is Extract<ListItem, { text: Line }> =>
  typeof item === 'object' && 'items' in item;

/** The list below an item. */
export const listBelow = ({ items, ordered = false }: Extract<ListItem, { text: Line }>): List => ({
  type: 'list',
  ordered,
  items,
});

function hasContent(block: Block): boolean {
  if (block.type === 'list') return block.items.length > 0;
  if (block.type === 'table') return block.rows.length > 0 || block.header !== undefined;
  return block.type !== 'panel' || contentOf(block).length > 0;
}

/** What a panel shows. */
export const contentOf = (panel: Panel): Panel['blocks'] => panel.blocks.filter(hasContent);
