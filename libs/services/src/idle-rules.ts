import type { Config } from './config.ts';
import { knownClouds } from './known-clouds.ts';
import type { Env } from './load/home-path.ts';
import type { Services } from './services.ts';

/**
 * The targets that rules of `approvals` name and no cloud of the site has, each with its place: such a rule would ask nobody.
 * Targets of a cloud begin with its `cloudId`, or else with keystone's address, and so nothing is sent to find out.
 */
export function idleRules(config: Config, services: Services, env: Env): string[] {
  const known = [...new Set(knownClouds(config, env).flatMap((cloud) => beginOf(services, cloud) ?? []))];
  // Nothing is known of any: what is wrong is told elsewhere.
  if (known.length === 0) return [];
  return config.approvals.flatMap(({ match: { target = [] } }, index) =>
    target
      .filter((pattern) => !known.some((begin) => mayFit(pattern, begin)))
      .map(
        (pattern) =>
          `approvals[${index}].match.target: '${pattern}' fits no target, so that the rule asks nobody; ` +
          `targets here begin with ${known.join(', ')}`,
      ),
  );
}

/** Undefined for a cloud that is wrongly configured: what is wrong with it is told when it is tried. */
function beginOf(services: Services, cloud: string): string | undefined {
  try {
    return services.openstack(cloud).targetOf('', '').slice(0, -1);
  } catch {
    return undefined;
  }
}

/** Whether a pattern, as far as it has no `*` or `?`, goes with the beginning of a target. */
function mayFit(pattern: string, begin: string): boolean {
  const plain = pattern.replace(/[*?].*$/s, '');
  // Without a wildcard it is all of a target, which is longer than its beginning.
  return plain.startsWith(begin) || (plain !== pattern && begin.startsWith(plain));
}
