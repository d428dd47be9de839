import type { Cursor } from './cursor.ts';
import { type Flags, refused } from './syntax.ts';

/** What stands behind `(?`. */
interface Opening {
  flags: Flags;
  /** Whether a group opens; else the flags hold to the end of the one that is open. */
  opens: boolean;
}

/** `(?P<name>`, `(?<name>` (known to Alertmanager from Go 1.22 on), `(?i-s:` or `(?i)`; the cursor is at the parenthesis. */
export function parseFlags(cursor: Cursor, current: Flags): Opening {
  const start = cursor.position;
  if (cursor.accept('(?P<') || cursor.accept('(?<')) {
    const name = cursor.takeUntil('>');
    if (name === undefined || !/^\w+$/.test(name)) {
      throw refused('a group without a good name', name ?? cursor.since(start));
    }
    return { flags: current, opens: true };
  }
  cursor.accept('(?');
  const flags = { ...current };
  let on = true;
  let any = false;
  for (;;) {
    const char = cursor.next();
    switch (char) {
      case 'i':
        flags.fold = on;
        any = true;
        break;
      case 'm':
        flags.multiline = on;
        any = true;
        break;
      case 's':
        flags.dotNewline = on;
        any = true;
        break;
      case 'U':
        any = true;
        break;
      case ':':
      case ')':
        if (!on && !any) throw refused('flags that are none', cursor.since(start));
        return { flags, opens: char === ':' };
      case '-':
        if (!on) throw refused('flags that are none', cursor.since(start));
        on = false;
        any = false;
        break;
      default:
        throw refused('flags that are none, or syntax of Perl', cursor.since(start));
    }
  }
}
