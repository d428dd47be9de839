/** Any control character, with what follows it when a colour of {@link styleOf} begins or ends. */
const CONTROL = /\p{Cc}(\[(?:1|2|22|31|32|33|36|39)m)?/gu;

/**
 * A text without what would move the cursor, erase lines or hide words: reasons, names and messages are other people's, and
 * somebody decides by what stands on the screen. Tabs, line feeds and colours stay. In JSON it means the same as before.
 */
export const printable = (text: string): string =>
  text.replace(CONTROL, (found, color: string | undefined) => {
    const [control = ''] = found;
    if (control === '\t' || control === '\n' || (control === '\u001b' && color !== undefined)) return found;
    return `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}${color ?? ''}`;
  });
