/** A piece of a text with expressions in it. */
export type Piece = { text: string } | { expression: string };

/**
 * Takes a text apart: `Alert ${labels.alertname}`. A `${` that is meant as it stands is written `$${`.
 * @throws SyntaxError for an expression that does not end
 */
export function splitTemplate(source: string): Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  let at = 0;
  while (at < source.length) {
    if (source.startsWith('$${', at)) {
      text += '${';
      at += 3;
    } else if (source.startsWith('${', at)) {
      const end = endOf(source, at + 2);
      if (text !== '') pieces.push({ text });
      text = '';
      pieces.push({ expression: source.slice(at + 2, end) });
      at = end + 1;
    } else {
      text += source.charAt(at);
      at += 1;
    }
  }
  if (text !== '') pieces.push({ text });
  return pieces;
}

/** Whether anything in it is to be computed, or escaped from being so. */
export const isTemplate = (source: string): boolean => source.includes('${');

/** Where the expression's own closing brace is: braces of maps and those in texts are not. */
function endOf(source: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < source.length) {
    const char = source.charAt(at);
    if (char === '"' || char === "'") {
      at = endOfText(source, at);
      continue;
    }
    if (char === '{') depth += 1;
    if (char === '}') {
      if (depth === 0) return at;
      depth -= 1;
    }
    at += 1;
  }
  throw new SyntaxError('an expression begins with ${ and does not end: } is missing');
}

function endOfText(source: string, start: number): number {
  const quote = source.charAt(start);
  const long = source.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  let at = start + long.length;
  while (at < source.length) {
    if (source.startsWith(long, at)) return at + long.length;
    at += source.charAt(at) === '\\' ? 2 : 1;
  }
  throw new SyntaxError(`a text in an expression does not end: ${quote} is missing`);
}
