import type { Policy } from '../case.ts';
import { depthOf } from '../requester-of.ts';

/** Runs of rules that one another's end started. */
const MOST = 5;

/** Rules that wait for the end of runs must not start each other for ever. */
export const chain: Policy = ({ event }) => {
  const depth = depthOf(event);
  if (depth < MOST) return undefined;
  const why = `${depth} runs of rules have led to this one, each started by the end of the one before: no more than ${MOST}`;
  return { kind: 'suppress', by: 'breaker', why };
};
