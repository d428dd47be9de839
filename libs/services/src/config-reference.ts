import { configJsonSchema } from './load/schema-node.ts';
import { EXAMPLE } from './reference/example.ts';
import { markdownTable } from './reference/markdown-table.ts';
import { type SchemaSection, schemaSections } from './reference/schema-sections.ts';
import { typeText } from './reference/type-text.ts';
import { DEFAULT_POLICIES } from './schema/default-policies.ts';
import type { MigrationPolicy } from './schema/migration-policy-schema.ts';

const INTRODUCTION = `# Configuration

opsbook reads one YAML file: the one named by \`--config\`, else \`$OPSBOOK_CONFIG\`, else the first that exists of
\`./opsbook.yaml\`, \`$XDG_CONFIG_HOME/opsbook/opsbook.yaml\` (\`~/.config\`) and \`/etc/opsbook/opsbook.yaml\`. Without a file
everything has its default. Credentials of clouds stay where they are: in clouds.yaml, secure.yaml and \`OS_*\`.

Unknown keys are faults. All faults are reported at once, each with its line. \`opsbook config check\` also logs in to each cloud
and tries each of its services.

Paths are relative to the directory of the file; \`~/\` is the home directory. Durations are in seconds.

A field of type _secret_ takes \`\${env:NAME}\` (an environment variable) or \`\${file:path}\` (a file's content without the newline at
its end), each as the whole value. A secret in plain text works, and is warned of. References elsewhere are faults. What StackStorm runs
can take such variables [from its key-value store](stackstorm.md#secrets-from-the-key-value-store).`;

/** The configuration reference as Markdown, derived from the schema. */
export function configReference(): string {
  const sections = schemaSections(configJsonSchema()).map(sectionText);
  return `${[
    INTRODUCTION,
    `\`\`\`yaml\n${EXAMPLE}\`\`\``,
    ...sections,
    '## Default rules of `migration.policies`',
    policyTable(),
  ].join('\n\n')}\n`;
}

function sectionText({ path, description, fields }: SchemaSection): string {
  const rows = fields.map(({ name, required, node }) => [
    `\`${name}\``,
    typeText(node),
    required ? 'required' : defaultText(node.default),
    node.description ?? '',
  ]);
  const table = markdownTable(['Key', 'Type', 'Default', 'Meaning'], rows);
  return [
    `## ${path === '' ? 'The file' : `\`${path}\``}`,
    ...(description === undefined ? [] : [description]),
    table,
  ].join('\n\n');
}

// The default of an object says nothing that the table of its fields does not say.
function defaultText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? `\`${value}\`` : '';
}

function policyTable(): string {
  const rows = DEFAULT_POLICIES.map(({ name, match, action, snapshot, reason }) => [
    name,
    matchText(match),
    `\`${action}\`${snapshot === false ? ', no snapshot' : ''}`,
    reason ?? '',
  ]);
  return markdownTable(['Name', 'Match', 'Action', 'Reason'], rows);
}

const matchText = (match: MigrationPolicy['match']) =>
  Object.entries(match)
    .map(([key, value]) => `\`${key}: ${Array.isArray(value) ? value.join(', ') : value}\``)
    .join(' and ');
