/**
 * What Jira's wiki renderer makes of a line of text: what it shows, and what it takes for markup. After the components of
 * atlassian-renderer (`BackslashEscapeRendererComponent`, `HtmlEscapeRendererComponent`, `PhraseRendererComponent`,
 * `UrlRendererComponent`, `EmoticonRendererComponent`, `DashRendererComponent`) and "Text Formatting Notation".
 */
export function readWiki(wiki: string): { shown: string; active: string[] } {
  // U+FFFF is in no text: it stands for a character that is shown and means nothing.
  const held: string[] = [];
  const literal = wiki.replace(LITERAL, (_whole, escaped: string | undefined, code: string) => {
    held.push(escaped ?? String.fromCodePoint(Number(code)));
    return '\uffff';
  });
  const active = MARKUP.flatMap(([name, pattern]) => (pattern.test(literal) ? [name] : []));
  return { shown: literal.replace(/\uffff/g, () => held.shift() ?? ''), active };
}

const LITERAL = /(?<!\\)\\([-#*_+?^~|%{}[\]()!@])|&#(\d+);/g;

const phrase = (mark: string) =>
  new RegExp(`(?<![\\p{L}\\p{N}\\\\])${mark}(?=\\S).*?\\S?${mark}(?![\\p{L}\\p{N}])`, 'u');

const MARKUP: readonly (readonly [string, RegExp])[] = [
  ['heading or quote', /^[ \t]*(h[1-6]|bq)\./m],
  ['list', /^[ \t]*[*#-]+[ \t]/m],
  ['table', /\|/],
  ['ruler', /^[ \t]*-{4,}/m],
  ['macro', /[{}]/],
  ['link', /[[\]]/],
  ['image', /!/],
  ['line break', /\\\\/],
  ['escape', /\\/],
  ['strong', phrase('\\*')],
  ['emphasis', phrase('_')],
  ['deleted', phrase('-')],
  ['inserted', phrase('\\+')],
  ['superscript', phrase('\\^')],
  ['subscript', phrase('~')],
  ['citation', phrase('\\?\\?')],
  ['dash', /(^|\s)-{2,3}(\s|$)/m],
  ['emoticon', /:\)|:\(|:P|:D|;\)|\((y|n|i|\/|x|!|\+|-|\?|on|off|\*[rgby]?|flag|flagoff)\)/i],
  ['url', /\b(https?|ftps?|nntp|irc|file|svn):\/\/|\bmailto:\S/i],
  ['entity', /&#?\w+;/],
];
