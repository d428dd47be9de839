import type { Brake } from './brake.ts';
import type { Json } from './json.ts';
import type { Lane } from './lane.ts';
import type { Op } from './port.ts';

/**
 * What goes on although the run is to stop: a wait that is `true` for a cancel and a freeze alike, with `cancel` only for
 * a cancel. A step that is `true` begins although there is a freeze.
 */
export type Endures = boolean | 'cancel';

/** An operation that was begun and has not completed, with the lane that waits for it. */
export interface OpenOp {
  lane: Lane;
  op: Op;
  endures: Endures;
  /** Whether a freeze keeps it from beginning, for good. */
  parked: boolean;
  resolve: (value: Json | undefined) => void;
  reject: (error: unknown) => void;
}

const WAITS = new Set<Op['kind']>(['timer', 'signal', 'lease']);

/** Whether its lane goes on with an error when waits are given up. */
export const canBeGivenUp = ({ op, endures }: OpenOp): boolean => endures === false && WAITS.has(op.kind);

/** Whether it has to reach its end before a frozen run can be left. */
export function holdsUp({ op, endures, parked }: OpenOp, brake: Brake): boolean {
  if (op.kind === 'step') return !parked;
  if (op.kind === 'child') return !brake.stopped(op.path);
  return WAITS.has(op.kind) && endures === true;
}

/** The operation as the port gets it: a step looks for a freeze when it is to begin, and not when the journal has it. */
export function braked(open: OpenOp, brake: Brake | undefined, onParked: () => void): Op {
  const { op, endures } = open;
  if (op.kind !== 'step' || brake === undefined || endures === true) return op;
  const fn = async () => {
    if (brake.freeze() === undefined) return await op.fn();
    open.parked = true;
    onParked();
    return await new Promise<never>(() => undefined);
  };
  return { ...op, fn };
}
