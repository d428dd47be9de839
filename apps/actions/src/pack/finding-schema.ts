import type { AnyRunbook } from '@opsbook/runbook';
import { type JsonSchema, outputSchema } from './json-schema.ts';
import { type St2Schema, propertiesOf } from './st2-schema.ts';

/**
 * What a finding may hold: all that the runbooks which a sensor can run report of one. A sensor has a site's name for it, so one
 * trigger is for all of them; a site's further fields are let through.
 */
export function findingSchema(runbooks: readonly AnyRunbook[]): St2Schema {
  const kinds = runbooks.flatMap((runbook) => findingsOf(runbook));
  const properties = kinds.map(propertiesOf);
  const names = [...new Set(properties.flatMap((one) => Object.keys(one)))];
  return {
    type: 'object',
    description: 'As the runbook of the sensor reports it',
    properties: Object.fromEntries(names.map((name) => [name, merged(properties.map((one) => one[name]))])),
    additionalProperties: true,
  };
}

function findingsOf(runbook: AnyRunbook): JsonSchema[] {
  const items = outputSchema(runbook).properties?.['findings']?.items;
  return typeof items === 'object' && items.properties?.['key'] !== undefined ? [items] : [];
}

/** One schema for a field of several kinds of findings; required where every kind has it. */
function merged(schemas: readonly (St2Schema | undefined)[]): St2Schema {
  const required = schemas.every((schema) => schema?.['required'] === true);
  const texts = schemas.flatMap((schema) => {
    const { required: _required, description: _description, ...rest } = schema ?? {};
    return schema === undefined ? [] : [JSON.stringify(rest)];
  });
  const distinct = [...new Set(texts)].map((text) => JSON.parse(text) as St2Schema);
  return { ...(distinct.length === 1 ? distinct[0] : { anyOf: distinct }), ...(required && { required }) };
}
