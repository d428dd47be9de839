import Handlebars from 'handlebars';
import { EmailError } from '../errors.ts';
import { helpers } from './helpers.ts';
import { templateFaults } from './template-faults.ts';
import { throwFaults } from '../errors.ts';

/** What Handlebars takes for known unless it is told otherwise. */
const BUILT_IN = ['helperMissing', 'blockHelperMissing', 'each', 'if', 'unless', 'with', 'log', 'lookup'];

export interface TemplateSource {
  source: string;
  partials: Readonly<Record<string, string>>;
  /** "template test, subject": for messages. */
  what: string;
  /** Plain text: nothing is escaped. */
  plain: boolean;
}

/**
 * Makes a function of a template, in an environment of its own. A place without a value, an unknown helper or partial and
 * html without escaping are refused.
 * @throws EMAIL_TEMPLATE
 */
export function compileTemplate({ source, partials, what, plain }: TemplateSource): (data: unknown) => string {
  const own = Handlebars.create();
  const known = helpers();
  for (const [name, helper] of Object.entries(known)) own.registerHelper(name, helper);
  for (const [name, partial] of Object.entries(partials)) own.registerPartial(name, partial);
  const parts = Object.entries({ ...partials, '': source });
  const faults = parts.flatMap(([name, text]) => templateFaults(text, { partials: Object.keys(partials), name }));
  throwFaults('EMAIL_TEMPLATE', what, faults);
  const knownHelpers = Object.fromEntries(BUILT_IN.map((name) => [name, name in known]));
  for (const name of Object.keys(known)) knownHelpers[name] = true;
  const render = own.compile(source, { strict: true, noEscape: plain, knownHelpers, knownHelpersOnly: true });
  return (data) => {
    try {
      return render(data);
    } catch (error) {
      throw new EmailError('EMAIL_TEMPLATE', `${what}: ${(error as Error).message}`, { cause: error });
    }
  };
}
