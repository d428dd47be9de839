import { references } from '../../templates/expression.ts';
import { looksLikeTemplate, parseTemplate } from '../../templates/parse-template.ts';
import { NotReproduced, TemplateSyntaxError } from '../../templates/template-errors.ts';
import { cast } from './cast.ts';
import { RenderFailed, type Scope } from './evaluate.ts';
import { isObject, pythonRepr, type PythonObject, type PythonValue } from './python-value.ts';
import { renderTemplate } from './render-template.ts';

/** What matters here of a parameter's schema. */
export interface ParameterSchema {
  type?: string;
  default?: PythonValue;
  immutable?: boolean;
}
export type ParameterSchemas = Readonly<Record<string, ParameterSchema>>;

/** Where the values of an execution come from. */
export interface ParameterSources {
  /** Parameters of the runner and of the action, as their files declare them. */
  runner: ParameterSchemas;
  action: ParameterSchemas;
  /** As given to the execution; a rule's templates count as given. */
  given: PythonObject;
  /** `action_context`: `user`, `pack`, and more by origin. */
  context: PythonObject;
  /** The pack's configuration, its defaults included. */
  config: PythonObject;
  /** What a rule adds: `trigger`. */
  more?: PythonObject;
}

type Template = string | PythonValue[] | PythonObject;
type Node = { template: Template; needs: string[] } | { value: PythonValue };

/**
 * What is stored with an execution when it is created (st2 `st2common/util/param.py`, `render_live_params`): what was given, rendered where it
 * looks like a template, and the parameters whose default is one.
 *
 * @throws RenderFailed, NotReproduced.
 */
export function renderLiveParameters(sources: ParameterSources): PythonObject {
  const { given, action, runner } = sources;
  const values = resolve(sources, mapValues(given, nodeOf));
  const live = new Map(Object.keys(given).map((name) => [name, castAs(name, values, sources)]));
  for (const schemas of [action, runner]) {
    for (const [name, schema] of Object.entries(schemas)) {
      const isTemplate = typeof schema.default === 'string' && looksLikeTemplate(schema.default);
      if (schema.immutable || !isTemplate || live.has(name) || values.get(name) === schema.default) continue;
      live.set(name, cast(values.get(name) ?? null, schema.type));
    }
  }
  return Object.fromEntries(live);
}

/**
 * What the runner gets when the execution begins (st2 `render_final_params`): defaults are rendered, what was stored is taken as it is.
 *
 * @param sources with the stored parameters as `given`.
 * @throws RenderFailed, NotReproduced.
 */
export function renderFinalParameters(sources: ParameterSources): PythonObject {
  const values = resolve(
    sources,
    mapValues(sources.given, (value) => ({ value })),
  );
  const names = [...Object.keys(sources.action), ...Object.keys(sources.runner)];
  return Object.fromEntries(names.map((name) => [name, castAs(name, values, sources)]));
}

/** The runner's schema counts where both declare a type. */
const castAs = (name: string, values: Scope, { runner, action }: ParameterSources): PythonValue =>
  cast(values.get(name) ?? null, Object.hasOwn(runner, name) ? runner[name]?.type : action[name]?.type);

function nodeOf(value: PythonValue): Node {
  const isTree = Array.isArray(value) || isObject(value);
  if (!isTree && typeof value !== 'string') return { value };
  const text = isTree ? pythonRepr(value) : value;
  if (!looksLikeTemplate(text)) return { value };
  try {
    const needs = parseTemplate(text).flatMap((part) =>
      'text' in part ? [] : references(part.expression).map(([name]) => name),
    );
    return { template: value, needs };
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return { value };
    throw error;
  }
}

const mapValues = (values: PythonObject, node: (value: PythonValue) => Node): [string, Node][] =>
  Object.entries(values).map(([name, value]) => [name, node(value)]);

/**
 * Both of the above, with what the API refuses in between (st2 `st2common/services/action.py`): what the runner gets of what is given.
 *
 * @throws RenderFailed, NotReproduced.
 */
export function renderParameters(sources: ParameterSources): PythonObject {
  const given = renderLiveParameters(sources);
  const { action, runner } = sources;
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(action, name) && !Object.hasOwn(runner, name))
      throw new RenderFailed(`'${name}' is no parameter of the action`);
    if (action[name]?.immutable ?? runner[name]?.immutable) throw new RenderFailed(`'${name}' is immutable`);
  }
  return renderFinalParameters({ ...sources, given });
}

/** Every variable's value. A parameter that is called like one of st2's own variables takes its place. */
function resolve(sources: ParameterSources, given: [string, Node][]): Map<string, PythonValue> {
  const { context, config, more = {} } = sources;
  const nodes = new Map<string, Node>([
    ['action_context', { value: context }],
    ['config_context', { value: config }],
    ...mapValues(more, (value) => ({ value })),
    ...given,
  ]);
  const values = new Map<string, PythonValue>();
  for (const schemas of [sources.action, sources.runner]) {
    for (const [name, schema] of Object.entries(schemas)) applyDefault(nodes, name, schema);
  }
  const underway = new Set<string>();
  const visit = (name: string): void => {
    const node = nodes.get(name);
    if (!node && name === 'st2kv') throw new NotReproduced('the datastore');
    if (!node) throw new RenderFailed(`Dependency unsatisfied in variable "${name}"`);
    if (values.has(name)) return;
    if (underway.has(name))
      throw new RenderFailed(
        `Cyclic dependency found in the following variables: ${name}. Likely the variable is referencing itself`,
      );
    underway.add(name);
    if ('value' in node) values.set(name, node.value);
    else {
      for (const need of node.needs) visit(need);
      values.set(name, renderedAs(name, node.template, values));
    }
  };
  for (const name of nodes.keys()) visit(name);
  return values;
}

/**
 * A default takes the place of what is absent, null or immutable. A value that is a template counts as null here, so that a default
 * which is a template wins over it.
 */
function applyDefault(nodes: Map<string, Node>, name: string, schema: ParameterSchema): void {
  const node = nodes.get(name);
  const isNull = !node || 'template' in node || node.value === null;
  if (!isNull && !schema.immutable) return;
  const replacement = nodeOf(schema.default ?? null);
  if (!node || 'template' in replacement || 'value' in node) nodes.set(name, replacement);
}

function renderedAs(name: string, template: Template, scope: Scope): PythonValue {
  try {
    return renderNode(template, scope);
  } catch (error) {
    const isFailure = error instanceof RenderFailed || error instanceof TemplateSyntaxError;
    if (!isFailure && !(error instanceof SyntaxError)) throw error;
    throw new RenderFailed(`Failed to render parameter "${name}": ${error.message}`, { cause: error });
  }
}

/** Lists and objects are rendered as JSON, in which a whole `"{{name}}"` stands for the value itself. */
function renderNode(template: Template, scope: Scope): PythonValue {
  if (typeof template === 'string') return renderTemplate(template, scope);
  const typed = JSON.stringify(template).replaceAll(/"\{\{([A-z0-9_-]+)\}\}"/g, '{{$1 | to_complex}}');
  return JSON.parse(renderTemplate(typed, scope)) as PythonValue;
}
