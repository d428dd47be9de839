import { compareVersions } from '../../core/microversion.ts';
import { badRequest, novaError } from './nova-errors.ts';

const OLDEST = '2.1';

/**
 * The microversion that a request asks for: 2.1 without a header.
 * @throws 406 when it is newer than nova, 400 when it is none
 */
export function askedVersion(headers: Record<string, string>, newest: string): string {
  const asked = named(headers['openstack-api-version']) ?? headers['x-openstack-nova-api-version'] ?? OLDEST;
  if (asked === 'latest') return newest;
  if (!/^\d+\.\d+$/.test(asked)) {
    throw badRequest(`API Version String ${asked} is of invalid format. Must be of format MajorNum.MinorNum.`);
  }
  if (compareVersions(asked, newest) > 0 || compareVersions(asked, OLDEST) < 0) {
    throw novaError(
      406,
      `Version ${asked} is not supported by the API. Minimum is ${OLDEST} and maximum is ${newest}.`,
    );
  }
  return asked;
}

// `compute 2.90, volume 3.70`: each service looks for its own name.
const named = (header: string | undefined): string | undefined =>
  header
    ?.split(',')
    .map((part) => part.trim().split(/\s+/))
    .find(([service]) => service === 'compute' || service === 'nova')?.[1];
