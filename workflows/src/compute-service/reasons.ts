import { runOf, unmarked } from '../run-mark.ts';

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

/** How far the maintenance of a disabled host has come. */
export type Phase =
  | { phase: 'patched'; /** The end of the boot id at that time. */ boot: string }
  | { phase: 'rebooted' | 'test failed' };

const NOTE = / \[(?:(patched), boot ([\w-]+)|(rebooted|test failed))\]$/;

/** What the reason of a run says of its phase. */
export function phaseOf(reason: string | null): Phase | null {
  const [, patched, boot, other] = NOTE.exec(unmarked(reason ?? '')) ?? [];
  if (patched !== undefined && boot !== undefined) return { phase: 'patched', boot };
  return other === undefined ? null : { phase: other as 'rebooted' | 'test failed' };
}

/** The reason of a run with another phase, and still of the run that disabled the host. */
export function withPhase(reason: string, phase: Phase): string {
  const note = ` [${phase.phase}${phase.phase === 'patched' ? `, boot ${phase.boot}` : ''}]`;
  const tail = ` (run ${runOf(reason) ?? 'unknown'})`;
  const text = unmarked(reason).slice(MARK.length).replace(NOTE, '');
  return `${MARK}${text.slice(0, LONGEST - MARK.length - note.length - tail.length)}${note}${tail}`;
}
