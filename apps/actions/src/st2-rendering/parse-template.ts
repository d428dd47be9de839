import { type Expression, NotReproduced } from './expression.ts';
import { ExpressionParser } from './expression-parser.ts';

/** A template is text with expressions in it. */
export type TemplatePart = { text: string } | { expression: Expression };

/** What st2 takes for a template (st2 `st2common/util/jinja.py`, `is_jinja_expression`). */
export const looksLikeTemplate = (text: string): boolean => text.includes('{{') || text.includes('{%');

/**
 * Reads a template of the forms that a pack uses: text and `{{ expression }}`. Statements, comments, white-space control and
 * operators are refused. As in Jinja, every line end of the text becomes `\n`, and one at the very end is dropped.
 *
 * @throws NotReproduced.
 */
export function parseTemplate(template: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  const source = template.replaceAll(/\r\n|\r/g, '\n').replace(/\n$/, '');
  let at = 0;
  for (;;) {
    const open = source.slice(at).search(/\{[{%#]/);
    const text = open === -1 ? source.slice(at) : source.slice(at, at + open);
    if (text !== '') parts.push({ text });
    if (open === -1) return parts;
    at += open;
    if (source.startsWith('{{', at) && !/[-+]/.test(source.charAt(at + 2))) {
      const { expression, end } = new ExpressionParser(source, at + 2).parseToEnd();
      parts.push({ expression });
      at = end;
    } else throw new NotReproduced(`not a form that is known here: ${source.slice(at, at + 40)}`);
  }
}
