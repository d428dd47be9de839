/** StackStorm may well understand it; this code does not, and says so rather than guess. */
export class NotReproduced extends Error {
  override readonly name = 'NotReproduced';
}

/** No template for Jinja either: StackStorm takes such a parameter as the text that it is. */
export class TemplateSyntaxError extends Error {
  override readonly name = 'TemplateSyntaxError';
}
