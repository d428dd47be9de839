import type { SimulatedCheckable, SimulatedDowntime } from './simulated-objects.ts';
import type { World } from './world.ts';

export type Attributes = Readonly<Record<string, unknown>>;

/** A host or service as `attrs` of the API. Only what this package reads; Icinga has some fifty more. */
export function checkableAttributes(one: SimulatedCheckable, world: World): Attributes {
  const checked = one.lastCheck >= 0;
  const problem = checked && one.state !== 0;
  const depth = world.depth(one);
  return {
    __name: one.service === '' ? one.host : `${one.host}!${one.service}`,
    name: one.service === '' ? one.host : one.service,
    ...(one.service === '' ? { address: one.address } : { host_name: one.host }),
    display_name: one.displayName,
    state: one.state,
    state_type: checked ? 1 : 0,
    last_check: one.lastCheck,
    last_check_result: checked ? { output: one.output, state: one.state, type: 'CheckResult' } : null,
    last_state_change: one.lastStateChange,
    acknowledgement: one.acknowledged ? 1 : 0,
    downtime_depth: depth,
    problem,
    handled: problem && (depth > 0 || one.acknowledged),
    groups: one.groups,
    vars: Object.keys(one.vars).length === 0 ? null : one.vars,
    type: one.service === '' ? 'Host' : 'Service',
  };
}

/** A downtime as `attrs` of the API. */
export const downtimeAttributes = (one: SimulatedDowntime): Attributes => ({
  __name: one.name,
  name: one.name.slice(one.name.lastIndexOf('!') + 1),
  host_name: one.host,
  service_name: one.service,
  author: one.author,
  comment: one.comment,
  start_time: one.start,
  end_time: one.end,
  fixed: one.fixed,
  duration: one.duration,
  entry_time: one.entered,
  trigger_time: one.triggered,
  parent: one.parent,
  scheduled_by: one.scheduledBy,
  legacy_id: one.legacyId,
  type: 'Downtime',
});
