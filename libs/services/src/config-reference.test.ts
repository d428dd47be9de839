import { describe, expect, it } from '@jest/globals';
import { configReference } from './config-reference.ts';
import { configJsonSchema } from './load/schema-node.ts';
import { parseConfig } from './load/parse-config.ts';
import { EXAMPLE } from './reference/example.ts';
import { schemaSections } from './reference/schema-sections.ts';

describe('the configuration reference', () => {
  const reference = configReference();

  it('describes every field', () => {
    const fields = schemaSections(configJsonSchema()).flatMap(({ path, fields }) =>
      fields.map(({ name, node }) => ({ field: `${path}.${name}`, description: node.description })),
    );
    expect(fields.filter(({ description }) => description === undefined)).toEqual([]);
    expect(fields.length).toBeGreaterThan(20);
  });

  it('has a table for every section, with types and defaults', () => {
    for (const section of [
      'clouds.<name>',
      'http',
      'migration',
      'migration.policies[]',
      'migration.policies[].match',
      'approvals[]',
      'approvals[].match',
      'queue',
      'retention',
    ]) {
      expect(reference).toContain(`\n## \`${section}\`\n`);
    }
    const row = (key: string) => reference.split('\n').find((line) => line.startsWith(`| \`${key}\``));
    expect(row('snapshotTimeout')).toMatch(/\| number > 0 +\| `21600` +\| Seconds/);
    expect(row('retries')).toMatch(/\| integer ≥ 0, ≤ 20 +\| `4` /);
    expect(row('minVcpus')).toMatch(/\| integer > 0 /);
    expect(row('password')).toMatch(/\| secret /);
    expect(row('action')).toMatch(/\| one of `move`, `cold`, `skip` +\| required /);
    expect(row('expires')).toMatch(/\| number > 0, ≤ 2592000 +\| `86400` /);
    expect(row('risk')).toMatch(/\| list of `read-only`, `safe`, `disruptive`, `destructive` /);
    expect(row('endpointOverrides')).toMatch(/\| map of strings /);
  });

  it('shows the default rules', () => {
    expect(reference).toMatch(/\| very large +\| `minVcpus: 61` +\| `skip` +\| over 60 vCPUs/);
  });

  it('has an example that is valid', () => {
    const config = parseConfig({ path: '/etc/opsbook/opsbook.yaml', text: EXAMPLE }, {});
    expect(config.clouds.prod?.cloudId).toBe('prod');
    expect(reference).toContain(EXAMPLE);
  });
});
