import type { Command } from 'commander';
import type { QueryOptions } from '../query/query-options.ts';
import type { Act } from './act.ts';

const HELP = `
Kinds: servers, users, projects, flavors, images, hypervisors, capacities, services, aggregates, volumes, volumeSnapshots,
ports, floatingIps, networks, routers. 'opsbook query <kind> --properties' lists what is known of one, by which names, and what it can be joined with.

Conditions:
  status=ERROR   name!=x   vcpus>=8   status in (ERROR, SHUTOFF)   host is null   tags contains gpu   name iequals WEB
  name~^web-     a regular expression, which fits anywhere unless it has ^ or $; !~ does not fit; ~* in any letter case
  updated<60d    longer ago than 60 days;  updated>2h30m  later than two and a half hours ago;  created<2030-01-31T12:00Z
  user.email=x   a property of what it refers to;  metadata.purpose=x  a key of a map
  servers()      some server refers to it;  servers(status=ERROR and host=hv1)  one of which that holds
  and, or, not, ( ). Texts with blanks or signs stand in quotes: 'it''s'. Times are UTC. Each --where has to hold.

Nothing found is no error. Examples:
  opsbook query servers --where 'status=SHUTOFF and updated<60d' --select name,user.email --group user.email
  opsbook query hypervisors --where 'state=up and not servers()' --with capacity
  opsbook query images --where 'created<365d' --output csv
  opsbook query servers --group 'down: status in (ERROR, SHUTOFF)' --group 'up: status=ACTIVE' --rest other`;

const several = (one: string, before: string[] = []): string[] => [...before, one];

/** `query`. */
export function addQueryCommand(program: Command, act: Act): void {
  program
    .command('query <kind>')
    .description('list servers, users, images ... of a cloud: filtered, joined, sorted, grouped; reads only')
    .option('-w, --where <condition>', 'only what fulfils it; may be repeated', several)
    .option('--with <joins>', 'show columns of what it refers to: user,project')
    .option('-s, --select <columns>', "show these columns, in this order: name,user.email; '*' for all of its own")
    .option('--sort <columns>', 'sort by them, the first most of all; -updated: descending; null comes last')
    .option('-g, --group <group>', "a group for each value of a column, or 'name: condition', repeated", several)
    .option('--rest <name>', "the group of what is in no other, where groups are 'name: condition'")
    .option('--limit <rows>', 'so many rows at most')
    .option('-o, --output <format>', 'table, json, ndjson, csv, yaml or html; default table, with --json json')
    .option(
      '--own-project',
      'servers and volumes of the project that one is logged in to, images that it sees; for who is no admin',
    )
    .option('--explain', 'say which requests it makes and which conditions are checked where; sends nothing')
    .option('--properties', 'list the properties of the kind; sends nothing')
    .addHelpText('after', HELP)
    .action((kind: string, options: QueryOptions, command: Command) =>
      act(command, async (session) => (await import('../query/query.ts')).query(session, kind, options)),
    );
}
