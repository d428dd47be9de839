import { OpenStackError } from './errors.ts';

/**
 * What a service answers below `/v2.1/`; both empty texts where it has no microversions. Cinder's `/v3/` has a list of one,
 * placement's root too, in which the newest is the `max_version`.
 */
export type VersionDocument = { version: Versions } | { versions: readonly Versions[] };

interface Versions {
  version?: string;
  max_version?: string;
  min_version?: string;
}

/** The microversions that a service offers. */
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
export function negotiate(service: string, pinned: string, body: VersionDocument): Agreed {
  const document = 'version' in body ? body.version : (body.versions[0] ?? {});
  const offered = {
    min: textOr(document.min_version, '2.1'),
    max: textOr(document.version ?? document.max_version, '2.1'),
  };
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

const textOr = (text: string | undefined, other: string): string => (text === undefined || text === '' ? other : text);
