import type { Routes } from './routes.ts';
import { noResource, notFound } from './refusal.ts';
import { filtered, page } from './page.ts';
import { allParameters } from './runner-parameters.ts';
import type { World } from './world.ts';

/** Sources: st2api/controllers/v1/actions.py, action_views.py. */
export function actionsApi(routes: Routes, world: World): void {
  routes.add('GET', '/actions', (call) => {
    const found = filtered(world.actions.values(), call, {
      pack: ({ pack }, value) => pack === value,
      name: ({ name }, value) => name === value,
    });
    return page(
      call,
      found.sort((a, b) => (a.ref < b.ref ? -1 : 1)),
    );
  });
  routes.add('GET', '/actions/:ref', (call) => {
    const action = world.actions.get(call.param('ref'));
    if (action === undefined) throw noResource(call.param('ref'));
    return { status: 200, body: action };
  });
  routes.add('GET', '/actions/views/parameters/:ref', (call) => {
    const ref = call.param('ref');
    const action = world.actions.get(ref);
    if (action === undefined)
      throw notFound(`Database lookup for ref="${ref}" resulted in exception. Referenced action "${ref}" doesnt exist`);
    return { status: 200, body: { parameters: allParameters(action) } };
  });
}
