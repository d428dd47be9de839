import { evaluate, type Scope } from './evaluate.ts';
import { parseTemplate } from './parse-template.ts';
import { pythonStr } from './python-value.ts';

/**
 * Renders a template as st2 does: always to a text, so that `{{ flag }}` gives `True` and `{{ list }}` Python's notation.
 *
 * @throws RenderFailed where st2 fails the execution, NotReproduced where this code cannot tell.
 */
export const renderTemplate = (template: string, scope: Scope): string =>
  parseTemplate(template)
    .map((part) => ('text' in part ? part.text : pythonStr(evaluate(part.expression, scope))))
    .join('');
