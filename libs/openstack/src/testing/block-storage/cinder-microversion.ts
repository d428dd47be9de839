import { compareVersions } from '../../core/microversion.ts';
import { badRequest } from '../compute/nova-errors.ts';
import { cinderError, malformed } from './cinder-errors.ts';

const OLDEST = '3.0';

/**
 * The microversion that a request asks for: 3.0 without a header.
 * @throws 406 when cinder does not have it; 400 when the header is there and does not name `volume`, or names no version
 */
export function askedVersion(headers: Record<string, string>, newest: string): string {
  const header = headers['openstack-api-version'];
  if (header === undefined) return OLDEST;
  const named = header.split(',').map((part) => part.trim().split(/\s+/));
  const asked = named.find(([service]) => service === 'volume');
  if (asked === undefined) throw malformed();
  const [, version = ''] = asked;
  if (version === 'latest') return newest;
  if (!/^\d+\.\d+$/.test(version)) {
    throw badRequest(`API Version String ${version} is of invalid format. Must be of format MajorNum.MinorNum.`);
  }
  if (compareVersions(version, newest) > 0 || compareVersions(version, OLDEST) < 0) {
    const range = `Minimum is ${OLDEST} and maximum is ${newest}.`;
    throw cinderError(406, `Version ${version} is not supported by the API. ${range}`);
  }
  return version;
}
