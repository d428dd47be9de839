import * as z from 'zod';
import { CONDITIONS, OPERATORS } from '../facts/operators.ts';
import type { Report } from '../fault.ts';
import { criterionPath } from './payload-path.ts';
import { referencesIn } from './references-in.ts';

const criterionShape = z.looseObject({
  type: z.string(),
  pattern: z.unknown().optional(),
  condition: z.string().nullish(),
});

interface Criteria {
  criteria: Record<string, unknown>;
  at: string;
  /** What paths begin with: `trigger`, or `item` within `search`. */
  root: 'trigger' | 'item';
  /** Whether the payload may have a field. */
  knows: (path: readonly string[]) => boolean;
  report: Report;
}

/**
 * Each criterion has a known operator and a pattern, `exists` too (st2 `st2common/validators/api/reactor.py`, `validate_criteria`), and is about
 * a field of the payload or a key of the datastore.
 */
export function criteriaFaults({ criteria, at, root, knows, report }: Criteria): void {
  for (const [key, value] of Object.entries(criteria)) {
    const here = `${at}.${key}`;
    const path = criterionPath(key);
    if (!path || (path[0] !== root && path[0] !== 'system')) report(here, `no path that begins with ${root}`);
    else if (path[0] === 'trigger' && !knows(path.slice(1)))
      report(here, `the payload has no ${path.slice(1).join('.')}`);
    const { data: criterion, error } = criterionShape.safeParse(value);
    if (!criterion) {
      report(here, z.prettifyError(error));
      continue;
    }
    const { type, pattern, condition } = criterion;
    if (!OPERATORS.has(type)) report(`${here}.type`, `there is no operator ${type}`);
    if (pattern === undefined || pattern === null) report(`${here}.pattern`, 'is required, whatever the operator');
    else if (type === 'search') searchFaults({ here, pattern, condition, report });
    else
      for (const { at: place, reference } of referencesIn(pattern, `${here}.pattern`, report))
        if (reference[0] === 'trigger' ? !knows(reference.slice(1)) : reference[0] !== 'st2kv')
          report(place, `there is no ${reference.join('.')}`);
  }
}

interface Search {
  here: string;
  pattern: unknown;
  condition: string | null | undefined;
  report: Report;
}

function searchFaults({ here, pattern, condition, report }: Search): void {
  if (!condition || !CONDITIONS.has(condition)) report(`${here}.condition`, `one of ${[...CONDITIONS].join(', ')}`);
  if (typeof pattern !== 'object' || pattern === null) report(`${here}.pattern`, 'search takes criteria');
  else
    criteriaFaults({
      ...{ criteria: pattern as Record<string, unknown>, at: `${here}.pattern`, root: 'item', report },
      knows: () => true,
    });
}
