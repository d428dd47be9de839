/** The texts to be masked. A long-lived process meets thousands: every login brings a token. */
interface Known {
  all: Set<string>;
  short: string[];
  long: string[];
  /** The long ones by their last characters. */
  byEnd: Map<string, string[]>;
}

// All copies of this package share them.
const shared = globalThis as typeof globalThis & Record<symbol, Known | undefined>;
const KNOWN = Symbol.for('@opsbook/context.secrets');
const LONG = 16;
const END = 8;
// So many are looked for one by one faster than by their ends.
const FEW = 64;

const known = (): Known => (shared[KNOWN] ??= { all: new Set(), short: [], long: [], byEnd: new Map() });

export function addKnown(text: string): void {
  const { all, short, long, byEnd } = known();
  if (all.has(text)) return;
  all.add(text);
  if (text.length < LONG) {
    short.push(text);
    return;
  }
  long.push(text);
  const end = text.slice(-END);
  const others = byEnd.get(end);
  if (others === undefined) byEnd.set(end, [text]);
  else others.push(text);
}

export const isAnyKnown = (): boolean => known().all.size > 0;

/** Those that are in the text, the longest first: one that begins like another one must not leave its tail. */
export function knownIn(text: string): string[] {
  const { short, long } = known();
  const isIn = (one: string) => text.includes(one);
  const found = [...short.filter(isIn), ...(long.length <= FEW ? long.filter(isIn) : longIn(text))];
  return found.length < 2 ? found : [...new Set(found)].sort((a, b) => b.length - a.length);
}

function longIn(text: string): string[] {
  const { byEnd } = known();
  const found: string[] = [];
  for (let end = LONG; end <= text.length; end += 1) {
    const some = byEnd.get(text.slice(end - END, end));
    if (some !== undefined) found.push(...some.filter((one) => text.endsWith(one, end)));
  }
  return found;
}
