/** A person: Cloud knows them by account id, Data Center by user name, both find them by e-mail address. */
export type UserRef = { accountId: string } | { name: string } | { email: string };

/** A piece of text within a line. A bare string is plain text: nothing in it is markup, newlines break the line. */
export type Inline =
  | string
  | { type: 'text'; text: string; bold?: boolean; italic?: boolean; code?: boolean }
  | { type: 'link'; url: string; text?: string }
  /** `label`: what is shown where the person cannot be mentioned. */
  | { type: 'mention'; user: Exclude<UserRef, { email: string }>; label?: string };

export type Line = string | readonly Inline[];

/** An item of a list, with a list below it if there is one. */
export type ListItem = Line | { text: Line; items: readonly ListItem[]; ordered?: boolean };

export interface Paragraph {
  type: 'paragraph';
  text: Line;
}

export interface Heading {
  type: 'heading';
  level: 1 | 2 | 3 | 4 | 5 | 6;
  text: Line;
}

export interface List {
  type: 'list';
  ordered: boolean;
  items: readonly ListItem[];
}

export interface Code {
  type: 'code';
  text: string;
  /** `bash`, `json`, ...: for colours. One that Data Center does not know is left out there. */
  language?: string;
}

export interface Table {
  type: 'table';
  /** None, or as many cells as each row has. */
  header?: readonly Line[];
  rows: readonly (readonly Line[])[];
}

export interface Panel {
  type: 'panel';
  kind: 'info' | 'note' | 'warning' | 'error' | 'success';
  blocks: readonly (Paragraph | Heading | List)[];
}

export type Block = Paragraph | Heading | List | Code | Table | Panel;

/**
 * What a description or a comment says, for both deployments: rendered to the Atlassian Document Format for Cloud and to
 * wiki markup for Data Center. It is JSON. A string is plain text, whose blank lines part paragraphs.
 */
export type Body = string | readonly Block[];

/** The blocks of a body. */
export const blocksOf = (body: Body): readonly Block[] =>
  typeof body === 'string'
    ? normalNewlines(body)
        .split(/\n[ \t]*\n/)
        .map((text) => text.replace(/^\n+|\s+$/g, ''))
        .filter((text) => text !== '')
        .map((text) => paragraph(text))
    : body;

export const linePieces = (line: Line): readonly Inline[] => (typeof line === 'string' ? [line] : line);

export const normalNewlines = (text: string): string => text.replace(/\r\n?/g, '\n');

export const paragraph = (text: Line): Paragraph => ({ type: 'paragraph', text });
export const heading = (level: Heading['level'], text: Line): Heading => ({ type: 'heading', level, text });
export const bullets = (items: readonly ListItem[]): List => ({ type: 'list', ordered: false, items });
export const numbered = (items: readonly ListItem[]): List => ({ type: 'list', ordered: true, items });
export const code = (text: string, language?: string): Code => ({
  type: 'code',
  text,
  ...(language !== undefined && { language }),
});
export const table = (header: readonly Line[], rows: readonly (readonly Line[])[]): Table => ({
  type: 'table',
  header,
  rows,
});
export const panel = (kind: Panel['kind'], blocks: Panel['blocks']): Panel => ({ type: 'panel', kind, blocks });
export const bold = (text: string): Inline => ({ type: 'text', text, bold: true });
export const italic = (text: string): Inline => ({ type: 'text', text, italic: true });
export const mono = (text: string): Inline => ({ type: 'text', text, code: true });
export const link = (url: string, text?: string): Inline => ({
  type: 'link',
  url,
  ...(text !== undefined && { text }),
});
export const mention = (user: Exclude<UserRef, { email: string }>, label?: string): Inline => ({
  type: 'mention',
  user,
  ...(label !== undefined && { label }),
});
