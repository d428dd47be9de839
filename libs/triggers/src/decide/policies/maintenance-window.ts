import type { Policy } from '../case.ts';

/** Within a maintenance window a rule runs nothing. */
export const maintenanceWindow: Policy = ({ rule, now }) => {
  const { maintenance } = rule.policy;
  if (maintenance?.isOpen(now) !== true) return undefined;
  return { kind: 'suppress', by: 'maintenance-window', why: `maintenance: ${maintenance.text}` };
};
