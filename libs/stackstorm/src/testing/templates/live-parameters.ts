import { TemplateSyntaxError, UndefinedName, asText, renderTemplate } from './render-template.ts';

/** Renders one template's text. */
export type Render = (template: string, context: Readonly<Record<string, unknown>>) => string;

/** Says why parameters cannot be rendered; the execution fails with it. */
export class ParamError extends Error {}

/**
 * Parameters as StackStorm makes them of what it was given, before it checks them: each value with `{{` or `{%` in it is a
 * template that sees the other parameters and the context. An object or list is rendered as JSON, in which `"{{name}}"` becomes the
 * value with its type. What does not parse as a template stays as it is. Source: st2common/util/param.py, `render_live_params`.
 */
export function liveParameters(
  given: Readonly<Record<string, unknown>>,
  context: Readonly<Record<string, unknown>>,
  render: Render = renderTemplate,
): Record<string, unknown> {
  const done: Record<string, unknown> = {};
  const rendering = new Set<string>();
  const valueOf = (name: string): unknown => {
    if (name in done) return done[name];
    if (!(name in given)) return context[name];
    if (rendering.has(name)) {
      throw new ParamError(
        `Cyclic dependency found in the following variables: ${name}. Likely the variable is referencing itself`,
      );
    }
    rendering.add(name);
    done[name] = rendered(name, given[name], seen(valueOf, [...Object.keys(given), ...Object.keys(context)]), render);
    return done[name];
  };
  for (const name of Object.keys(given)) valueOf(name);
  return done;
}

/** An object that renders a parameter when a template asks for it. */
const seen = (valueOf: (name: string) => unknown, names: readonly string[]): Record<string, unknown> =>
  Object.defineProperties(
    {},
    Object.fromEntries(names.map((name) => [name, { get: () => valueOf(name), enumerable: true }])),
  ) as Record<string, unknown>;

function rendered(name: string, value: unknown, context: Record<string, unknown>, render: Render): unknown {
  const complex = typeof value === 'object' && value !== null;
  if (!complex && typeof value !== 'string') return value;
  const text = complex ? JSON.stringify(value) : value;
  if (!text.includes('{{') && !text.includes('{%')) return value;
  try {
    if (!complex) return render(text, context);
    // It is Python's form of the value that decides whether this is a template.
    render(asText(value), context);
    const typed = text.replace(/"\{\{([A-z0-9_-]+)\}\}"/g, '{{$1 | to_json_string}}');
    return JSON.parse(render(typed, context)) as unknown;
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return value;
    if (error instanceof UndefinedName)
      throw new ParamError(`Dependency unsatisfied in variable "${error.variable}"`, { cause: error });
    if (error instanceof SyntaxError)
      throw new ParamError(`Failed to render parameter "${name}": ${error.message}`, { cause: error });
    throw error;
  }
}
