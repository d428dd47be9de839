import { isObject, type PythonValue } from './python-value.ts';

/**
 * A template that renders to the value: for values which must pass through one rendering and may hold `{{` or `{%`, such as
 * a commit message that is sent as a parameter. Lists and objects keep their form. A `{% raw %}` block is not exact: Jinja drops white
 * space beside it, and a text may end it.
 */
export function templateOf(value: PythonValue): PythonValue {
  if (typeof value === 'string') return templateOfText(value);
  if (Array.isArray(value)) return value.map(templateOf);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [templateOfText(key), templateOf(item)]));
}

/** Escaped so that it is the same whether it stands alone or within the JSON of an object, whose backslashes are doubled. */
function templateOfText(text: string): string {
  if (!/\{[{%#]/.test(text)) return text;
  const escaped = text.replaceAll(
    /[^ !$&(-[\]-z|~\u0080-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `{{ '${escaped}' }}`;
}
