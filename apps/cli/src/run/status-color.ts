import type { Style } from '../format/style.ts';

const COLOR: Record<string, keyof Style> = {
  done: 'green',
  changed: 'green',
  failed: 'red',
  refused: 'red',
  skipped: 'yellow',
  cancelled: 'yellow',
  interrupted: 'yellow',
  asks: 'yellow',
  frozen: 'cyan',
  running: 'cyan',
};

/** The status of a run, a step or an item in its colour. */
export const colored = (status: string, style: Style): string => style[COLOR[status] ?? 'dim'](status);
