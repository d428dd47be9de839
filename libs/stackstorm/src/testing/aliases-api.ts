import type { AliasRecord } from './records.ts';
import { badRequest } from './refusal.ts';
import type { Routes } from './routes.ts';
import type { World } from './world.ts';

/** Source: st2api/controllers/v1/actionalias.py, st2common/util/actionalias_matching.py. */
export function aliasesApi(routes: Routes, world: World): void {
  routes.add('POST', '/actionalias/match', (call) => {
    const { command } = call.body<{ command: string }>({
      properties: { command: { type: 'string', required: true } },
      additionalProperties: false,
    });
    const found = [...world.aliases.values()].filter(({ enabled }) => enabled).flatMap(formatsOf);
    const [match, ...others] = found.filter(({ representation }) => fits(representation, command));
    if (match === undefined) throw badRequest(`Command '${command}' matched no patterns`);
    if (others.length > 0) throw badRequest(`Command '${command}' matched more than 1 pattern`);
    const { alias: actionalias, display, representation } = match;
    return { status: 200, body: { actionalias, display, representation } };
  });
}

const formatsOf = (alias: AliasRecord) =>
  alias.formats.flatMap((format) => {
    if (typeof format === 'string') return [{ alias, display: format, representation: format }];
    const { display = '', representation = [] } = format;
    return representation.map((one) => ({ alias, display, representation: one }));
  });

/** Placeholders take any text, those with a default also none. Source: st2common/models/utils/action_alias_utils.py. */
function fits(format: string, command: string): boolean {
  const value = `["']?(?:(?<=').+?(?=')|(?<=").+?(?=")|\\{.+?\\}|.+?)["']?`;
  const source = format
    .replace(/(\s*)\{\{\s*\S+?\s*=.*?\}\}/gs, (_, space: string) => `(?:${space}${value})?`)
    .replace(/(\s*)\{\{\s*\S+?\s*\}\}/gs, (_, space: string) => `${space}${value}`);
  const begin = source.startsWith('^') ? '' : '^\\s*';
  const end = source.endsWith('$') ? '' : '\\s*$';
  return new RegExp(begin + source + end, 's').test(` ${command} `);
}
