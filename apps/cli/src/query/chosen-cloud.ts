import type { Site } from '../site.ts';
import { UsageError } from '../usage-error.ts';

/** The cloud that was named, the site's default, or the only one. */
export function chosenCloud(site: Site, named: string | undefined): string {
  const given = named ?? site.defaultCloud;
  if (given !== undefined) return given;
  const known = site.knownClouds();
  const [only] = known;
  if (only !== undefined && known.length === 1) return only;
  throw new UsageError(`which cloud? Name one with --cloud: ${known.join(', ') || 'none is configured'}`);
}
