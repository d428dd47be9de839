import type { Scalar } from './compat-action.ts';
import { CompatFault } from './compat-fault.ts';

/** A word's next piece: a character behind a backslash, a quoted text, or plain characters. */
const PIECE =
  /\\(?<escaped>[^\n])|'(?<single>[^']*)'|"(?<double>(?:[^"\\$`]|\\["\\$`])*)"|(?<plain>[^\s'"\\$`|&;<>(){}*?[\]#~!\n]+)/y;

/**
 * The words of a command as a shell would take them, for a program that is called without one.
 * @throws {@link CompatFault} of the parameter `command` where only a shell could do what it says
 */
export function commandWords(value: Scalar): string[] {
  const command = String(value).trim();
  const words: string[] = [];
  let at = 0;
  while (at < command.length) {
    let word = '';
    while (at < command.length && !/[ \t]/.test(command.charAt(at))) {
      PIECE.lastIndex = at;
      const groups = PIECE.exec(command)?.groups;
      if (groups === undefined) {
        throw new CompatFault(
          'command',
          `no shell reads it: character ${at + 1}, ${JSON.stringify(command.charAt(at))}, is to be quoted or left out`,
        );
      }
      const { escaped, single, double, plain } = groups;
      word += escaped ?? single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? plain ?? '';
      at = PIECE.lastIndex;
    }
    words.push(word);
    while (/[ \t]/.test(command.charAt(at))) at += 1;
  }
  return words;
}
