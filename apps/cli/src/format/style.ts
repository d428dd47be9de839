import { styleText } from 'node:util';

/** Colours for one stream, or none. */
export type Style = Readonly<Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', (text: string) => string>>;

/** @param enabled whether the stream shows colours */
export function styleOf(enabled: boolean): Style {
  const as = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    enabled && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return {
    bold: as('bold'),
    dim: as('dim'),
    red: as('red'),
    green: as('green'),
    yellow: as('yellow'),
    cyan: as('cyan'),
  };
}
