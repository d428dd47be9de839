import { printable } from './printable.ts';

/**
 * A text that Jira's wiki renderer shows as it is.
 *
 * `\` before one of `- # * _ + ? ^ ~ | % { } [ ] ( ) ! @` makes it text, unless another backslash stands before it, so a
 * literal backslash is written as an entity, which the renderer keeps (`BackslashEscapeRendererComponent` and
 * `HtmlEscapeRendererComponent` of atlassian-renderer). A pipe too: a table row is split before escapes are read.
 * What only means something by what stands around it (`h1.`, `:)`, `http://`) loses one character to an entity.
 * Dashes and underscores within words stay: they mean nothing there.
 */
export const escapeWiki = (text: string): string =>
  printable(text)
    .replace(ACTIVE, escapeOne)
    .replace(/^([ \t]*)(h(?=[1-6]\.)|b(?=q\.))/gm, (_whole, indent: string, letter: string) => indent + entity(letter));

const ACTIVE = /[\\&|]|[#*+?^~%{}[\]()!@]|(?<![\p{L}\p{N}])[-_]|[-_](?![\p{L}\p{N}])|[:;](?=[^\s\d])/gu;

const escapeOne = (character: string): string => (/[\\&|:;]/.test(character) ? entity(character) : `\\${character}`);

const entity = (character: string): string => `&#${character.charCodeAt(0)};`;
