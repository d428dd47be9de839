import { expect, it } from '@jest/globals';
import { simulatedCloud } from './cloud.test-support.ts';
import { query } from './query.ts';
import { CATALOGUE, RESOURCES } from './resources/catalogue.ts';

it('lets the compiler refuse what a query would', async () => {
  const { cloud } = await simulatedCloud();
  const servers = query(cloud).servers();
  const typed = () => {
    servers.where('status', '=', 'ERROR').where('updatedAt', 'olderThan', { days: 60 }).where('vcpus', 'in', [1, 2]);
    servers.where('user.email', 'is null').where('metadata.cores', '>', 4).where('flavor.extraSpecs.hw:x', '~', 'y');
    servers.where((is) => is.linked('user', (is) => is('enabled', '=', true))).sort('-user.name', 'name');
    query(cloud)
      .hypervisors()
      .where((is) => is.linked('aggregates', (is) => is('metadata', 'contains', 'gpu')));
    query(cloud)
      .aggregates()
      .where((is) => is.linked('hypervisors', (is) => is('state', '=', 'down')));
    // @ts-expect-error no such property
    servers.where('statsu', '=', 'ERROR');
    // @ts-expect-error no such property of what is joined
    servers.select('user.mail');
    // @ts-expect-error texts have no order
    servers.where('name', '<', 'x');
    // @ts-expect-error a number is wanted
    servers.where('vcpus', '=', '4');
    // @ts-expect-error a list is wanted
    servers.where('status', 'in', 'ERROR');
    // @ts-expect-error nothing is wanted
    servers.where('host', 'is null', 'x');
    // @ts-expect-error a value is wanted
    servers.where('host', '=');
    // @ts-expect-error a number has no age
    servers.where('vcpus', 'olderThan', { days: 1 });
    // @ts-expect-error flavors refer to nothing
    query(cloud).flavors().with('user');
    // @ts-expect-error users and flavors have nothing to do with each other
    query(cloud).users().chain('flavors');
    // @ts-expect-error there is no such link
    servers.where((is) => is.linked('snapshots'));
  };
  expect(typed).toBeInstanceOf(Function);

  const rows = await servers.select('name', 'user.email', 'vcpus').rows();
  const typedRows: { name: string; 'user.email': string | null; vcpus: number }[] = rows;
  expect(typedRows).toEqual([]);
});

it('has joins, columns and aliases that lead somewhere', () => {
  expect(Object.keys(CATALOGUE)).toEqual(Object.values(RESOURCES).map(({ name }) => name));
  const faults = Object.values(RESOURCES).flatMap(
    ({ name, joins, members, properties, columns, joinColumns, filters }) => [
      ...Object.entries({ ...joins, ...members }).flatMap(([join, { to, by, on }]) => [
        ...(Object.hasOwn(properties, by) ? [] : [`${name}.${join}: by ${by}`]),
        ...(Object.hasOwn(RESOURCES[to as keyof typeof RESOURCES].properties, on) ? [] : [`${name}.${join}: on ${on}`]),
        ...(Object.hasOwn(properties, join) ? [`${name}.${join} is a property too`] : []),
      ]),
      ...[...columns, ...joinColumns, ...Object.keys(filters)]
        .filter((property) => !Object.hasOwn(properties, property))
        .map((property) => `${name}: ${property}`),
      ...ambiguous(Object.entries(properties).flatMap(([property, { aliases }]) => [property, ...aliases])).map(
        (alias) => `${name}: ${alias} twice`,
      ),
    ],
  );
  expect(faults).toEqual([]);
});

function ambiguous(names: readonly string[]): string[] {
  const folded = names.map((name) => name.toLowerCase());
  return folded.filter((name, i) => folded.indexOf(name) !== i);
}
