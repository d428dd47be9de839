/** One `{{ name }}` or `{{ name = default }}` of a format. */
export interface Placeholder {
  name: string;
  optional: boolean;
}

const VALUE = String.raw`(?:""|''|"(.+?)"|'(.+?)'|(\{.+?\})|(.+?))`;
const OPTIONAL = new RegExp(String.raw`(\s*)\{\{\s*(\S+?)\s*\s*=\s*${VALUE}\s*\}\}`, 'gs');
const REQUIRED = /(\s*)\{\{\s*(\S+?)\s*\}\}/g;
const match = (space: string, name: string): string =>
  String.raw`${space}["']?(?<${name}>(?:(?<=').+?(?=')|(?<=").+?(?=")|\{.+?\}|.+?))["']?`;

/**
 * A format of an alias as the regular expression that st2 makes of it (st2 `st2common/models/utils/action_alias_utils.py`): a placeholder with the
 * blanks before it takes a quoted text, an object or as little of any text as possible; everything else is a regular expression itself.
 */
export class AliasFormat {
  readonly placeholders: readonly Placeholder[];
  readonly #expression: RegExp;

  /** @throws SyntaxError for a format that is no regular expression. */
  constructor(format: string) {
    const placeholders: Placeholder[] = [];
    const note = (name: string, optional: boolean): string => {
      if (!/^\w+$/.test(name)) throw new SyntaxError(`'${name}' is no name of a parameter`);
      placeholders.push({ name, optional });
      return name;
    };
    let source = format.replaceAll(
      OPTIONAL,
      (_whole, space: string, name: string) => `(?:${match(space, note(name, true))})?`,
    );
    source = source.replaceAll(REQUIRED, (_whole, space: string, name: string) => match(space, note(name, false)));
    const anchors = source.replaceAll(/\\.|\[(?:\\.|[^\]])*\]/gs, '');
    if (!anchors.includes('^')) source = String.raw`^\s*${source}`;
    if (!anchors.includes('$')) source = String.raw`${source}\s*$`;
    this.#expression = new RegExp(source, 's');
    this.placeholders = placeholders;
  }

  /** What a command gives to the placeholders; undefined where it does not match. Pairs `name=value` behind it are not taken off. */
  match(command: string): Record<string, string | undefined> | undefined {
    const found = this.#expression.exec(` ${command} `);
    return found ? { ...found.groups } : undefined;
  }
}
