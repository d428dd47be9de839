import { splitWords } from './split-words.ts';

/** A keyword with its arguments, and where it stands. */
export interface ConfigLine {
  /** In lower case. */
  keyword: string;
  words: string[];
  /** `path:line`. */
  place: string;
}

/** The lines of an ssh_config file that say something; a text in place of a line is a fault. */
export function configLines(text: string, path: string): (ConfigLine | string)[] {
  return text.split('\n').flatMap((raw, index): (ConfigLine | string)[] => {
    const place = `${path}:${index + 1}`;
    const line = raw.replace(/[ \t\r\f]+$/, '').replace(/^[ \t\r]+/, '');
    if (line === '' || line.startsWith('#')) return [];
    const [, keyword = '', rest = ''] = /^([^ \t=]*)[ \t]*=?[ \t]*(.*)$/s.exec(line) ?? [];
    const words = splitWords(rest);
    if (words === undefined) return [`${place}: a quote is not closed`];
    if (words.length === 0) return [`${place}: no argument after ${keyword}`];
    return [{ keyword: keyword.toLowerCase(), words, place }];
  });
}
