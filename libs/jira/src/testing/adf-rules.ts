import { type Fields, isFields } from './fields.ts';

const BLOCKS = ['paragraph', 'heading', 'bulletList', 'orderedList', 'codeBlock', 'table', 'panel'];
const CELL = ['paragraph', 'heading', 'bulletList', 'orderedList', 'codeBlock', 'panel'];

/** What may stand in a node, and how much of it at least. From the nodes' pages of "Atlassian Document Format". */
const CONTENT: Record<string, { of: readonly string[]; least: number; first?: readonly string[] }> = {
  doc: { of: BLOCKS, least: 0 },
  paragraph: { of: ['text', 'hardBreak', 'mention'], least: 0 },
  heading: { of: ['text', 'hardBreak', 'mention'], least: 0 },
  codeBlock: { of: ['text'], least: 0 },
  bulletList: { of: ['listItem'], least: 1 },
  orderedList: { of: ['listItem'], least: 1 },
  listItem: {
    of: ['paragraph', 'bulletList', 'orderedList', 'codeBlock'],
    least: 1,
    first: ['paragraph', 'codeBlock'],
  },
  table: { of: ['tableRow'], least: 1 },
  tableRow: { of: ['tableCell', 'tableHeader'], least: 0 },
  tableCell: { of: CELL, least: 1 },
  tableHeader: { of: CELL, least: 1 },
  panel: { of: ['paragraph', 'heading', 'bulletList', 'orderedList'], least: 1 },
};

const LEAVES = ['text', 'hardBreak', 'mention'];

/** What is wrong with a document; undefined: nothing. */
export function adfFault(document: unknown): string | undefined {
  if (!isFields(document) || document['type'] !== 'doc' || document['version'] !== 1)
    return 'it is no document of version 1';
  return nodeFault(document, 'doc');
}

function nodeFault(node: unknown, path: string): string | undefined {
  if (!isFields(node) || typeof node['type'] !== 'string') return `${path}: no node`;
  const { type } = node;
  const attrs = isFields(node['attrs']) ? node['attrs'] : {};
  const own = ownFault(type, node, attrs);
  if (own !== undefined) return `${path}: ${own}`;
  if (LEAVES.includes(type)) return node['content'] === undefined ? undefined : `${path}: a ${type} has no content`;
  const rule = CONTENT[type];
  if (rule === undefined) return `${path}: there is no node '${type}'`;
  const content = node['content'] ?? [];
  if (!Array.isArray(content)) return `${path}: content is no list`;
  if (content.length < rule.least) return `${path}: a ${type} is not empty`;
  for (const [index, child] of content.entries()) {
    const childType = isFields(child) ? String(child['type']) : '';
    const allowed = index === 0 && rule.first !== undefined ? rule.first : rule.of;
    if (!allowed.includes(childType)) return `${path}: a ${type} holds no '${childType}' there`;
    const fault =
      type === 'codeBlock' && isFields(child) && child['marks'] !== undefined ? 'code has no marks' : undefined;
    const deeper = fault ?? nodeFault(child, `${path}/${type}[${index}]`);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

function ownFault(type: string, node: Fields, attrs: Fields): string | undefined {
  switch (type) {
    case 'text':
      if (typeof node['text'] !== 'string' || node['text'] === '') return 'a text is not empty';
      return marksFault(node['marks']);
    case 'heading':
      return [1, 2, 3, 4, 5, 6].includes(attrs['level'] as number) ? undefined : 'a heading has a level from 1 to 6';
    case 'mention':
      return typeof attrs['id'] === 'string' && attrs['id'] !== '' ? undefined : 'a mention has an id';
    case 'panel':
      return ['info', 'note', 'warning', 'error', 'success'].includes(String(attrs['panelType']))
        ? undefined
        : 'no panel';
    default:
      return undefined;
  }
}

const MARKS = ['strong', 'em', 'code', 'link'];

function marksFault(marks: unknown): string | undefined {
  if (marks === undefined) return undefined;
  if (!Array.isArray(marks)) return 'marks are a list';
  const types = marks.map((mark) => (isFields(mark) ? String(mark['type']) : ''));
  const strange = types.find((type) => !MARKS.includes(type));
  if (strange !== undefined) return `there is no mark '${strange}'`;
  if (new Set(types).size < types.length) return 'a mark is given twice';
  if (types.includes('code') && types.some((type) => type === 'strong' || type === 'em'))
    return 'code goes with link only';
  const link = marks.find((mark) => isFields(mark) && mark['type'] === 'link') as Fields | undefined;
  const href = isFields(link?.['attrs']) ? link['attrs']['href'] : undefined;
  return link === undefined || typeof href === 'string' ? undefined : 'a link has an href';
}
