import type { Field } from './fields-of.ts';

/** Fields that hold what somebody says, and not what a runbook is about. */
const PROSE = new Set(['reason', 'comment', 'description', 'summary', 'message', 'body']);

/** What a runbook is about: the cloud, and the first other thing that has to be named. */
export function subjectFields(fields: readonly Field[]): Field[] {
  const named = fields.filter(
    ({ required, schema, name }) => required && schema.type === 'string' && schema.secret !== true && !PROSE.has(name),
  );
  const cloud = named.filter(({ name }) => name === 'cloud');
  return [...cloud, ...named.filter(({ name }) => name !== 'cloud').slice(0, 1)];
}
