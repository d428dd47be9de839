/** A piece of a query. A quoted text is never a keyword. */
export interface Token {
  type: 'text' | 'quoted' | 'operator' | 'punctuation';
  text: string;
}

/** Why a query cannot be read, as Jira says it. */
export class JqlFault extends Error {}

const fault = (message: string): JqlFault => new JqlFault(`Error in the JQL Query: ${message}`);

/** Reads a query as `JQLLexer.g4` of `@atlassianlabs/jql-parser` does. */
export function tokens(query: string): Token[] {
  const found: Token[] = [];
  let rest = query;
  while ((rest = rest.replace(/^[ \t\r\n]+/, '')) !== '') {
    const quote = rest.charAt(0);
    if (quote === '"' || quote === "'") {
      const [text, length] = quoted(rest, quote);
      found.push({ type: 'quoted', text });
      rest = rest.slice(length);
      continue;
    }
    const match = /^(?:(!=|!~|>=|<=|&&|\|\||[=~<>&|!])|([(),[\]]))/.exec(rest) ?? [''];
    const [whole, operator] = match;
    if (whole !== '') {
      found.push({ type: operator === undefined ? 'punctuation' : 'operator', text: whole });
      rest = rest.slice(whole.length);
      continue;
    }
    const [text, length] = bare(rest);
    if (length === 0) throw fault(`The character '${quote}' is a reserved JQL character.`);
    found.push({ type: 'text', text });
    rest = rest.slice(length);
  }
  return found;
}

const CONTROL = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/; // oxlint-disable-line no-control-regex -- the grammar's list
const UNQUOTED = /^(?:[^\\\s"'=!<>()~,[\]|&{}*/%+^$#@?;]|\\.)+/;

function quoted(rest: string, quote: string): [text: string, length: number] {
  let text = '';
  let index = 1;
  for (; rest.charAt(index) !== quote;) {
    const character = rest.charAt(index);
    if (character === '') throw fault(`The quoted string '${text}' has not been completed.`);
    if (character === '\\') {
      const [meant, length] = escaped(rest.slice(index));
      text += meant;
      index += length;
      continue;
    }
    if (CONTROL.test(character)) throw fault(`The character with code ${character.charCodeAt(0)} must be escaped.`);
    text += character;
    index += 1;
  }
  return [text, index + 1];
}

function bare(rest: string): [text: string, length: number] {
  const [whole = ''] = UNQUOTED.exec(rest) ?? [];
  if (CONTROL.test(whole)) throw fault('A control character must be escaped.');
  return [whole.replace(/\\(u[\dA-Fa-f]{4}|.)/g, (escape) => escaped(escape)[0]), whole.length];
}

const NAMED: Record<string, string> = { t: '\t', n: '\n', r: '\r', '"': '"', "'": "'", '\\': '\\', ' ': ' ' };

function escaped(rest: string): [meant: string, length: number] {
  const code = /^\\u([\dA-Fa-f]{4})/.exec(rest)?.[1];
  if (code !== undefined) return [String.fromCharCode(parseInt(code, 16)), 6];
  const meant = NAMED[rest.charAt(1)];
  if (meant === undefined) throw fault(`'\\${rest.charAt(1)}' is an illegal JQL escape sequence.`);
  return [meant, 2];
}
