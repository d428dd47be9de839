/** A part of an answer: one choice of several, or all of a text. */
export interface Piece {
  /** Of a choice. */
  id?: string;
  text: string;
}

type Named = Readonly<Record<string, unknown>>;

/** What a value of Jira says: a text, a number, a rich text, an option, a person, or several of them. Empty ones are left out. */
export function piecesOf(value: unknown): Piece[] {
  if (Array.isArray(value)) return value.flatMap(piecesOf);
  if (typeof value === 'object' && value !== null) return ofObject(value as Named);
  const text = ['string', 'number', 'boolean'].includes(typeof value)
    ? `${value as string | number | boolean}`.trim()
    : '';
  return text === '' ? [] : [{ text }];
}

function ofObject(value: Named): Piece[] {
  if (value['type'] === 'doc') return piecesOf(richText(value));
  const { id, value: option, name, emailAddress, displayName } = value;
  const [piece] = [option, name, emailAddress, displayName].flatMap(piecesOf);
  if (piece === undefined) return [];
  return [{ ...(typeof id === 'string' && { id }), text: piece.text }];
}

const BLOCKS = new Set(['paragraph', 'heading', 'listItem', 'codeBlock', 'tableRow', 'blockquote']);

/** The words of a document in the Atlassian Document Format, a line for each paragraph. */
export function richText(node: Named): string {
  const { type, text, content, attrs } = node;
  if (type === 'text') return wordsIn(text);
  if (type === 'hardBreak') return '\n';
  const own = (attrs ?? {}) as Named;
  if (type === 'mention' || type === 'emoji') return wordsIn(own['text']).replace(/^@/, '');
  if (type === 'inlineCard') return wordsIn(own['url']);
  const inner = Array.isArray(content) ? content.map((one) => richText(one as Named)).join('') : '';
  return BLOCKS.has(String(type)) && inner !== '' ? `${inner.replace(/\n+$/, '')}\n` : inner;
}

const wordsIn = (value: unknown): string => (typeof value === 'string' ? value : '');
