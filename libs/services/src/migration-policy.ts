import { matchesGlob } from '@opsbook/context';
import type { MigrationPolicy } from './schema/migration-policy-schema.ts';

/** What the rules look at; a server of `@opsbook/openstack` has it. */
export interface PolicySubject {
  name: string;
  flavor: { name: string; vcpus: number; ramMiB: number; extraSpecs: Readonly<Record<string, string>> };
}

/** The first rule that fits the server; undefined if none does, and then nothing speaks against moving it. */
export function migrationPolicy(
  policies: readonly MigrationPolicy[],
  server: PolicySubject,
): MigrationPolicy | undefined {
  return policies.find(({ match }) => matches(match, server));
}

function matches(match: MigrationPolicy['match'], { name, flavor }: PolicySubject): boolean {
  const specs = Object.entries(flavor.extraSpecs).flatMap(([key, value]) => [key, `${key}=${value}`]);
  return (
    anyFits(match.serverName, [name]) &&
    anyFits(match.flavor, [flavor.name]) &&
    flavor.vcpus >= (match.minVcpus ?? 0) &&
    flavor.ramMiB >= (match.minRamMiB ?? 0) &&
    anyFits(match.extraSpec, specs)
  );
}

function anyFits(patterns: readonly string[] | undefined, texts: readonly string[]): boolean {
  return patterns === undefined || patterns.some((pattern) => texts.some((text) => matchesGlob(pattern, text)));
}
