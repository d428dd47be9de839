import type { Policy } from '../case.ts';

/** Outside its hours a rule runs nothing, or waits until they begin. */
export const activeHours: Policy = ({ rule, now }) => {
  const { active } = rule.policy;
  if (active === undefined || active.calendar.isOpen(now)) return undefined;
  const why = `it is not ${active.calendar.text}`;
  const until = active.otherwise === 'wait' ? active.calendar.nextOpening(now) : undefined;
  if (active.otherwise === 'suppress') return { kind: 'suppress', by: 'active-hours', why };
  if (until === undefined) return { kind: 'suppress', by: 'active-hours', why: `${why}, and never will be` };
  return { kind: 'wait', until, why };
};
