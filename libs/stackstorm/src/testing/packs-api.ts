import type { ExecutionEngine } from './execution-engine.ts';
import { page } from './page.ts';
import { badRequest, notFound } from './refusal.ts';
import type { Routes } from './routes.ts';
import type { World } from './world.ts';

const TYPES = [
  'runner',
  'action',
  'trigger',
  'sensor',
  'rule',
  'rule_type',
  'alias',
  'policy_type',
  'policy',
  'config',
];

const strings = { type: 'array', items: { type: 'string' } };

/** What is on the disk is what the simulator was told of. Source: st2api/controllers/v1/packs.py. */
export function packsApi(routes: Routes, world: World, engine: ExecutionEngine): void {
  const of = (all: Iterable<{ pack: string }>, packs: readonly string[]) =>
    [...all].filter(({ pack }) => packs.includes(pack)).length;

  routes.add('GET', '/packs', (call) => page(call, [...world.packs.values()]));
  routes.add('GET', '/packs/:ref', (call) => {
    const pack = world.packs.get(call.param('ref'));
    if (pack === undefined) throw notFound(`Unable to identify resource with ref_or_id "${call.param('ref')}".`);
    return { status: 200, body: pack };
  });
  routes.add('POST', '/packs/register', (call) => {
    const { packs = [...world.packs.keys()], types = TYPES } = call.body<{ packs?: string[]; types?: string[] }>({
      properties: { packs: strings, types: strings, fail_on_failure: { type: 'boolean' } },
    });
    const missing = packs.find((pack) => !world.packs.has(pack));
    if (missing !== undefined)
      throw badRequest(`Pack "${missing}" not found on disk: Directory "${missing}" doesn't exist`);
    const counts: Record<string, number> = {
      actions: of(world.actions.values(), packs),
      triggers: of(world.triggerTypes.values(), packs),
      sensors: 0,
      rules: of(world.rules.values(), packs),
      aliases: of(world.aliases.values(), packs),
      policies: 0,
      configs: 0,
    };
    const asked = (name: string) =>
      types.includes('all') || types.some((type) => name === type || name === `${type}s` || name === plural(type));
    return { status: 200, body: Object.fromEntries(Object.entries(counts).filter(([name]) => asked(name))) };
  });
  routes.add('POST', '/packs/install', (call) => {
    const { packs } = call.body<{ packs: string[] }>({ properties: { packs: { type: 'array', required: true } } });
    const action = world.actions.get('packs.install');
    if (action === undefined) throw badRequest('Action "packs.install" cannot be found.');
    const context = { user: call.user.name };
    return { status: 202, body: { execution_id: engine.request({ action, parameters: { packs }, context }).id } };
  });
}

const plural = (type: string): string => type.replace(/y$/, 'ies').replace(/s$/, 'ses');
