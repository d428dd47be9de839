import { filtered, page } from './page.ts';
import type { ComponentRecord } from './records.ts';
import { noId } from './refusal.ts';
import type { Routes } from './routes.ts';
import type { World } from './world.ts';

const has = (components: readonly ComponentRecord[], id: string) => components.some((one) => one.object_id === id);

/** Source: st2api/controllers/v1/traces.py. */
export function tracesApi(routes: Routes, world: World): void {
  routes.add('GET', '/traces', (call) => {
    const found = filtered(world.traces.values(), call, {
      trace_tag: ({ trace_tag: tag }, value) => tag === value,
      execution: ({ action_executions: all }, value) => has(all, value),
      rule: ({ rules }, value) => has(rules, value),
      trigger_instance: ({ trigger_instances: all }, value) => has(all, value),
    });
    return page(call, found.reverse());
  });
  routes.add('GET', '/traces/:id', (call) => {
    const found = world.traces.get(call.param('id'));
    if (found === undefined) throw noId(call.param('id'));
    return { status: 200, body: found };
  });
}
