/**
 * What Prometheus 2.42 says of an expression whose brackets or quotes do not fit, that is empty, or that ends with an operator;
 * undefined for any other one, right or wrong. Columns count from 1.
 */
export function syntaxFault(expression: string): string | undefined {
  const text = expression.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|#.*/g, blank);
  const at = (index: number, message: string) => `${placeOf(expression, index)}: parse error: ${message}`;
  if (/^\s*$/.test(expression.replace(/#.*/g, ''))) return '1:1: parse error: no expression found in input';
  const quote = text.search(/["'`]/);
  if (quote >= 0) return at(quote, 'unterminated quoted string');
  let depth = 0;
  let open: '{' | '[' | undefined;
  for (const [index, character] of Array.from(text).entries()) {
    if (open !== undefined) {
      if (character === (open === '{' ? '}' : ']')) open = undefined;
    } else if (character === '{' || character === '[') open = character;
    else if (character === '(') depth += 1;
    else if (character === ')' && (depth -= 1) < 0) return at(index + 1, "unexpected right parenthesis ')'");
    else if (character === '}') return at(index, "unexpected character: '}'");
    else if (character === ']') return at(index, "unexpected right bracket ']'");
  }
  const end = (message: string) => at(expression.length, message);
  if (open === '{') return end('unexpected end of input inside braces');
  if (open === '[') return end('unclosed left bracket');
  if (depth > 0) return end('unclosed left parenthesis');
  return /(?:[-+*/%^<>]|[=!<>]=|\b(?:and|or|unless))\s*$/.test(text) ? end('unexpected end of input') : undefined;
}

// What is quoted or a comment holds no brackets, and keeps its place.
const blank = (text: string): string => (text.startsWith('#') ? ' ' : 'x').repeat(text.length);

function placeOf(expression: string, index: number): string {
  const before = expression.slice(0, index).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}
