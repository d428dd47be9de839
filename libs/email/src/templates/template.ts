import type * as z from 'zod';

/** A mail's words, with places for data. One folder each: `template.ts` defines it, `body.ts` holds its html. */
export interface TemplateDefinition<S extends z.ZodType> {
  /** `servers-shut-off`. */
  name: string;
  /** What it is for, one line. */
  summary: string;
  /**
   * Its data. What may be missing is `.nullable()` or has a default: a place without a value is a mistake, and rendering refuses
   * it.
   */
  schema: S;
  /** Handlebars; becomes one line of plain text. */
  subject: string;
  /** Handlebars, html: what stands inside the layout. The text part is made of it too. */
  body: string;
  /** Pieces for `{{> name}}`, Handlebars and html. */
  partials?: Readonly<Record<string, string>>;
  /** What previews and tests are made of. */
  example: z.input<S>;
}

/** What stands around every mail: a site's own, from its configuration. */
export interface Letterhead {
  /** Who writes: `Example Cloud`. */
  name: string;
  /** Below the text, a line each. */
  signature?: readonly string[];
  /** Below that. */
  links?: readonly { title: string; url: string }[];
}

/** Ready to be sent: `account.send({ to, ...template.render(data) })`. */
export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

/** A template that was defined. */
export interface MailTemplate<Data = unknown> {
  readonly name: string;
  readonly summary: string;
  readonly example: Data;
  /**
   * Fills it in.
   * @throws EMAIL_TEMPLATE_DATA, with every fault of the data; EMAIL_TEMPLATE: the template itself is wrong
   */
  render(data: Data, letterhead?: Letterhead): RenderedMail;
}
