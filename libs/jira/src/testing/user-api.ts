import type { Api } from './api.ts';
import { userView } from './views.ts';

/** `/myself` and `/user/search`. */
export function serveUsers(api: Api): void {
  const { world } = api;
  api.platform('GET', '/myself', () => ({ status: 200, body: userView(world, world.settings.account) }));
  api.platform('GET', '/user/search', ({ query }) => {
    const wanted = (query.get(world.cloud ? 'query' : 'username') ?? '').toLowerCase();
    const found = world.settings.users.filter(
      ({ id, email, displayName, active = true }) =>
        active &&
        [email, displayName, world.cloud ? '' : id].some(
          (text) => text !== '' && text.toLowerCase().startsWith(wanted),
        ),
    );
    return { status: 200, body: found.map(({ id }) => userView(world, id)) };
  });
}
