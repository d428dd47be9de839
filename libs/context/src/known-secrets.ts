/** The texts to be masked. A long-lived process meets thousands: every login brings a token. */
interface Known {
  all: Set<string>;
  short: string[];
  long: string[];
  /** The long ones by each of the pieces near their end. */
  byPiece: Map<string, Ending[]>;
}

interface Ending {
  text: string;
  /** Characters after the piece. */
  after: number;
}

// All copies of this package share them.
const shared = globalThis as typeof globalThis & Record<symbol, Known | undefined>;
const KNOWN = Symbol.for('@opsbook/context.secrets');
const LONG = 16;
const PIECE = 8;
// Only every so many places of a text are looked at. One of as many neighbouring pieces of a secret lies at such a place.
const STRIDE = 4;
// So many are looked for one by one faster than by their pieces.
const FEW = 64;

const known = (): Known => (shared[KNOWN] ??= { all: new Set(), short: [], long: [], byPiece: new Map() });

export function addKnown(text: string): void {
  const { all, short, long, byPiece } = known();
  if (all.has(text)) return;
  all.add(text);
  if (text.length < LONG) {
    short.push(text);
    return;
  }
  long.push(text);
  for (let after = 0; after < STRIDE; after += 1) {
    const end = text.length - after;
    const piece = text.slice(end - PIECE, end);
    const others = byPiece.get(piece);
    if (others === undefined) byPiece.set(piece, [{ text, after }]);
    else others.push({ text, after });
  }
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
  const { byPiece } = known();
  const found: string[] = [];
  for (let end = PIECE; end <= text.length; end += STRIDE) {
    for (const one of byPiece.get(text.slice(end - PIECE, end)) ?? []) {
      if (text.endsWith(one.text, end + one.after)) found.push(one.text);
    }
  }
  return found;
}
