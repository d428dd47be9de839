import { parseTemplate } from '../../templates/parse-template.ts';
import { evaluate, type Scope } from './evaluate.ts';
import { pythonStr } from './python-value.ts';

/**
 * Renders a template as StackStorm does: always to a text, so that `{{ flag }}` gives `True` and `{{ list }}` Python's notation.
 *
 * @throws RenderFailed where StackStorm fails the execution, NotReproduced where this code cannot tell, TemplateSyntaxError for what
 * is no template.
 */
export const renderTemplate = (template: string, scope: Scope): string =>
  parseTemplate(template)
    .map((part) => ('text' in part ? part.text : pythonStr(evaluate(part.expression, scope))))
    .join('');
