import Handlebars from 'handlebars';

/** What is wrong with a template's source: syntax, html without escaping (`{{{`, `{{&`), partials that are not there. */
export function templateFaults(
  source: string,
  { partials, name }: { partials: readonly string[]; name: string },
): string[] {
  const at = name === '' ? '' : `partial ${name}: `;
  let program: hbs.AST.Program;
  try {
    program = Handlebars.parse(source);
  } catch (error) {
    return [`${at}${(error as Error).message}`];
  }
  const check = new Check(partials);
  check.accept(program);
  return check.faults.map((fault) => `${at}${fault}`);
}

class Check extends Handlebars.Visitor {
  readonly faults: string[] = [];
  readonly #partials: readonly string[];

  constructor(partials: readonly string[]) {
    super();
    this.#partials = partials;
  }

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    if (!mustache.escaped) this.#add(mustache, '{{{ and {{& put html in unescaped');
    super.MustacheStatement(mustache);
  }

  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    const known = partial.name.type === 'PathExpression' && this.#partials.includes(partial.name.original);
    if (!known) this.#add(partial, 'there is no such partial');
    super.PartialStatement(partial);
  }

  override PartialBlockStatement(partial: hbs.AST.PartialBlockStatement): void {
    this.#add(partial, 'partials with a block are not known here');
  }

  override Decorator(decorator: hbs.AST.Decorator): void {
    this.#add(decorator, 'decorators are not known here');
  }

  override DecoratorBlock(decorator: hbs.AST.DecoratorBlock): void {
    this.#add(decorator, 'decorators are not known here');
  }

  #add({ loc }: hbs.AST.Node, fault: string): void {
    this.faults.push(`line ${loc.start.line}, column ${loc.start.column}: ${fault}`);
  }
}
