import { aliasExamples } from '../alias-examples.ts';
import { AliasFormat } from '../alias-format.ts';
import type { Report } from '../fault.ts';
import type { PackContent } from '../pack-content.ts';
import type { Alias } from '../shapes/alias-shape.ts';
import { checkCall } from './given-parameters.ts';

/** A format of an alias with its place. */
export interface KnownFormat {
  path: string;
  at: string;
  text: string;
  format: AliasFormat;
  /** Is only tried where no other format matches. */
  multiple: boolean;
}

/** The formats of an alias give parameters of its action, and all that it needs. */
export function aliasFaults(alias: Alias, pack: PackContent, report: Report): void {
  const fixed = Object.keys(alias.immutable_parameters ?? {});
  const known = formatsOf('', alias, report);
  if (known.length === 0) report('formats', 'nothing can be said to it');
  for (const { at, format } of known) {
    const names = format.placeholders.map(({ name }) => name);
    for (const name of names.filter((each) => fixed.includes(each))) report(at, `${name} is in immutable_parameters`);
    const call = { ref: alias.action_ref, refAt: 'action_ref', given: [...new Set([...names, ...fixed])], givenAt: at };
    checkCall({ ...call, pack, report });
  }
}

/** @param path of the alias */
export function formatsOf(path: string, alias: Alias, report: Report): KnownFormat[] {
  return alias.formats.flatMap((entry, index) => {
    const multiple = typeof entry === 'object' && entry['match_multiple'] === true;
    const texts = typeof entry === 'string' ? [entry] : (entry.representation ?? []);
    return texts.flatMap((text, place) => {
      const at = `formats.${index}${typeof entry === 'string' ? '' : `.representation.${place}`}`;
      try {
        return [{ path, at, text, format: new AliasFormat(text), multiple }];
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        report(at, error.message);
        return [];
      }
    });
  });
}

/**
 * Formats that take another one's commands: st2 refuses a command that more than one matches
 * (st2 `st2api/controllers/v1/actionalias.py`, `match`).
 */
export function shadowFaults(
  formats: readonly KnownFormat[],
  report: (format: KnownFormat, message: string) => void,
): void {
  for (const one of formats) {
    const examples = aliasExamples(one.text);
    for (const other of formats) {
      if (other === one || other.multiple !== one.multiple) continue;
      const command = examples.find((example) => other.format.match(example));
      if (command !== undefined) report(one, `"${command}" is also taken by "${other.text}" of ${other.path}`);
    }
  }
}
