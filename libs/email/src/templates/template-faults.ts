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
  return faultsOf(program, partials).map((fault) => `${at}${fault}`);
}

function faultsOf(program: hbs.AST.Program, partials: readonly string[]): string[] {
  const faults: string[] = [];
  const add = ({ loc }: hbs.AST.Node, fault: string): void => {
    faults.push(`line ${loc.start.line}, column ${loc.start.column}: ${fault}`);
  };
  // Not beside this function: whoever loads it must not load Handlebars with it, which takes longer than all else of a short command.
  class Check extends Handlebars.Visitor {
    override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
      if (!mustache.escaped) add(mustache, '{{{ and {{& put html in unescaped');
      super.MustacheStatement(mustache);
    }

    override PartialStatement(partial: hbs.AST.PartialStatement): void {
      const known = partial.name.type === 'PathExpression' && partials.includes(partial.name.original);
      if (!known) add(partial, 'there is no such partial');
      super.PartialStatement(partial);
    }

    override PartialBlockStatement(partial: hbs.AST.PartialBlockStatement): void {
      add(partial, 'partials with a block are not known here');
    }

    override Decorator(decorator: hbs.AST.Decorator): void {
      add(decorator, 'decorators are not known here');
    }

    override DecoratorBlock(decorator: hbs.AST.DecoratorBlock): void {
      add(decorator, 'decorators are not known here');
    }
  }
  new Check().accept(program);
  return faults;
}
