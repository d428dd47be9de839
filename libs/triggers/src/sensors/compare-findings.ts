import type { Finding, OpenFinding } from './finding.ts';

/** What a sensor has to tell of one finding. */
export interface Announcement {
  status: 'firing' | 'resolved';
  open: OpenFinding;
}

export interface ComparedFindings {
  announcements: Announcement[];
  /** The findings that are open now, by key, as far as that changed; undefined: gone. */
  changes: Record<string, OpenFinding | undefined>;
}

export interface CompareOptions {
  /** What was open after the last look, by key. */
  open: Readonly<Record<string, OpenFinding>>;
  found: readonly Finding[];
  /** UTC ISO 8601. */
  now: string;
  /** Seconds after which what is still there is announced again; default: never. */
  announceEvery?: number;
}

/**
 * Compares what is there with what was announced: by the present state alone, so that nothing depends on having seen how it
 * came about. What is found twice is one.
 */
export function compareFindings({ open, found, now, announceEvery = Infinity }: CompareOptions): ComparedFindings {
  const result: ComparedFindings = { announcements: [], changes: {} };
  const present = new Map(found.map((finding) => [finding.key, finding]));
  for (const [key, finding] of present) {
    const known = Object.hasOwn(open, key) ? open[key] : undefined;
    // Of a clock that was put back one cannot say how long ago it was.
    const age = known === undefined ? 0 : Math.abs(Date.parse(now) - Date.parse(known.announcedAt)) / 1000;
    if (known !== undefined && age < announceEvery) continue;
    const announced: OpenFinding = {
      since: known?.since ?? now,
      announcedAt: now,
      announcements: (known?.announcements ?? 0) + 1,
      finding,
    };
    result.changes[key] = announced;
    result.announcements.push({ status: 'firing', open: announced });
  }
  for (const [key, known] of Object.entries(open)) {
    if (present.has(key)) continue;
    result.changes[key] = undefined;
    result.announcements.push({ status: 'resolved', open: known });
  }
  return result;
}
