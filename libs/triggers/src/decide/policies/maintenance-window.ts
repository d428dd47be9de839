import type { Policy } from '../case.ts';

/** Within a maintenance window a rule runs nothing, or waits until it ends. */
export const maintenanceWindow: Policy = ({ rule, now }) => {
  const { maintenance } = rule.policy;
  if (maintenance?.calendar.isOpen(now) !== true) return undefined;
  const why = `maintenance: ${maintenance.calendar.text}`;
  if (maintenance.otherwise === 'suppress') return { kind: 'suppress', by: 'maintenance-window', why };
  const until = maintenance.calendar.nextClosing(now);
  if (until === undefined) return { kind: 'suppress', by: 'maintenance-window', why: `${why}, which does not end` };
  return { kind: 'wait', until, why };
};
