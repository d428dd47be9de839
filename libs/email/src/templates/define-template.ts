import type * as z from 'zod';
import { throwFaults } from '../errors.ts';
import { compileTemplate } from './compile-template.ts';
import { renderLayout } from './layout.ts';
import { oneLine } from './one-line.ts';
import type { MailTemplate, TemplateDefinition } from './template.ts';
import { textOf } from './text-of.ts';

/** A template, compiled when it is first used. */
export function defineTemplate<S extends z.ZodType>(definition: TemplateDefinition<S>): MailTemplate<z.input<S>> {
  const { name, summary, schema, example, partials = {} } = definition;
  const compile = (part: 'subject' | 'body') => {
    const source = definition[part];
    return compileTemplate({ source, partials, what: `template ${name}, ${part}`, plain: part === 'subject' });
  };
  let compiled: { subject: (data: unknown) => string; body: (data: unknown) => string } | undefined;
  return {
    name,
    summary,
    example,
    render(given, letterhead) {
      compiled ??= { subject: compile('subject'), body: compile('body') };
      const data = checked(schema, given, name);
      const subject = oneLine(compiled.subject(data));
      throwFaults('EMAIL_TEMPLATE', `template ${name}`, subject === '' ? ['subject: empty'] : []);
      const html = renderLayout({ subject, body: compiled.body(data), letterhead });
      return { subject, html, text: textOf(html) };
    },
  };
}

function checked(schema: z.ZodType, data: unknown, name: string): unknown {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || '(all)'}: ${message}`);
  throwFaults('EMAIL_TEMPLATE_DATA', `the data do not fit template ${name}`, faults);
  return undefined;
}
