import type { Policy } from '../case.ts';

/** What people have silenced is left alone. */
export const silence: Policy = async ({ event, rule, silencedBy }) => {
  if (event.type !== 'alert' || !rule.policy.honourSilences) return undefined;
  const found = await silencedBy();
  return found === undefined ? undefined : { kind: 'suppress', by: 'silence', why: `silenced: ${found}` };
};
