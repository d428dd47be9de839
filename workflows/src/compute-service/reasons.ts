// Nova keeps 255 characters.
const LONGEST = 255;
const MARK = 'opsbook: ';

/** The reason that a run gives a compute service: its author and its run can be told from it. */
export function reasonOf(reason: string, run: string): string {
  const tail = ` (run ${run})`;
  return `${MARK}${reason.slice(0, LONGEST - MARK.length - tail.length)}${tail}`;
}

/** Whether a person disabled the service: then the reason, or its absence, is theirs to lift. */
export const isSetByPerson = (reason: string | null): boolean => reason?.startsWith(MARK) !== true;

/** The reason that stood there, to be given again; where there was none, a text that leaves it to be a person's. */
export const restored = (reason: string | null, run: string): string =>
  reason ?? `no reason was given before run ${run}`;
