import { OpenStackError } from './errors.ts';

/** The microversions a service offers, from its version document. */
export interface VersionRange {
  min: string;
  max: string;
}

/** Negative, zero or positive as `a` is older than, the same as or newer than `b`. Versions are no decimals: 2.9 < 2.53. */
export function compareVersions(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}

/** A version agreed upon, and what it was agreed from. */
export interface Agreed {
  spoken: string;
  offered: VersionRange;
}

/** Speaks the version that we were tested with, or the newest that the service has if that is older. */
export function negotiate(service: string, pinned: string, offered: VersionRange): Agreed {
  if (compareVersions(pinned, offered.min) < 0) {
    throw new OpenStackError(
      'OPENSTACK_MICROVERSION',
      `${service} offers ${offered.min} to ${offered.max}; this client speaks nothing newer than ${pinned}`,
      { service },
    );
  }
  return { spoken: compareVersions(pinned, offered.max) <= 0 ? pinned : offered.max, offered };
}

/** Refuses an operation that the agreed version does not have. */
export function requireVersion(service: string, operation: string, needed: string, agreed: Agreed): void {
  const { spoken, offered } = agreed;
  if (compareVersions(spoken, needed) >= 0) return;
  throw new OpenStackError(
    'OPENSTACK_MICROVERSION',
    `${operation}: needs ${service} ${needed}, and this client speaks ${spoken} with this cloud (it offers ${offered.min} to ${offered.max})`,
    { service },
  );
}

/**
 * Reads a version document: `{version: {...}}` as nova answers below `/v2.1/`, or `{versions: [...]}` as at a root.
 * Undefined when it names no microversions.
 */
export function offeredVersions(document: unknown, id: string): VersionRange | undefined {
  const body = document as { version?: VersionEntry; versions?: VersionEntry[] } | undefined;
  const entry = body?.version ?? body?.versions?.find((version) => version.id === id);
  return entry?.version && entry.min_version ? { min: entry.min_version, max: entry.version } : undefined;
}

interface VersionEntry {
  id?: string;
  version?: string;
  min_version?: string;
}
