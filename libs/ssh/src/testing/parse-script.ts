/** A piece of a word: literal text, a variable, or all arguments. */
type Piece = { text: string } | { variable: string } | { all: true };

/** A simple command of a shell script. */
export interface ScriptCommand {
  words: Piece[][];
  /** `>&2`. */
  toStderr: boolean;
  /** `&`. */
  background: boolean;
}

const NAME = /^(?:[A-Za-z_]\w*|\d|[$?])/;

/**
 * Reads as much of the POSIX shell's language as the simulator's hosts speak: simple commands, quotes, `$NAME`, `"$@"`, `>&2`,
 * and `;`, `&` and line breaks between commands. Undefined for anything else.
 */
export function parseScript(text: string): ScriptCommand[] | undefined {
  const commands: ScriptCommand[] = [];
  let words: Piece[][] = [];
  let toStderr = false;
  let at = 0;
  const finish = (background: boolean) => {
    if (words.length > 0) commands.push({ words, toStderr, background });
    words = [];
    toStderr = false;
  };
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === ' ' || char === '\t') at += 1;
    else if (char === '\n' || char === ';' || char === '&') {
      finish(char === '&');
      at += 1;
    } else if (text.startsWith('>&2', at)) {
      toStderr = true;
      at += 3;
    } else if ('|<>()`#'.includes(char)) return undefined;
    else {
      const word = readWord(text, at);
      if (word === undefined) return undefined;
      words.push(word.pieces);
      at = word.end;
    }
  }
  finish(false);
  return commands;
}

function readWord(text: string, start: number): { pieces: Piece[]; end: number } | undefined {
  const pieces: Piece[] = [];
  let at = start;
  let double = false;
  let literal = '';
  const flush = () => {
    if (literal !== '') pieces.push({ text: literal });
    literal = '';
  };
  for (; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') {
      double = !double;
      pieces.push({ text: '' });
    } else if (char === '$') {
      flush();
      if (text.charAt(at + 1) === '@') pieces.push({ all: true });
      else {
        const name = NAME.exec(text.slice(at + 1))?.[0];
        if (name === undefined) return undefined;
        pieces.push({ variable: name });
        at += name.length - 1;
      }
      at += 1;
    } else if (double) {
      if (char === '\\' && '"\\$`'.includes(text.charAt(at + 1))) at += 1;
      literal += text.charAt(at);
    } else if (char === "'") {
      const close = text.indexOf("'", at + 1);
      if (close < 0) return undefined;
      literal += text.slice(at + 1, close);
      pieces.push({ text: '' });
      at = close;
    } else if (char === '\\') {
      at += 1;
      literal += text.charAt(at);
    } else if (' \t\n;&|<>()`'.includes(char)) break;
    else literal += char;
  }
  flush();
  return double ? undefined : { pieces, end: at };
}

/** The words of a command. */
export function expandWords(
  words: readonly Piece[][],
  variables: Readonly<Partial<Record<string, string>>>,
  args: readonly string[],
): string[] {
  return words.flatMap((pieces) => {
    if (pieces.some((piece) => 'all' in piece)) return [...args];
    return [
      pieces
        .map((piece) => ('text' in piece ? piece.text : 'variable' in piece ? (variables[piece.variable] ?? '') : ''))
        .join(''),
    ];
  });
}
