import { OpenStackError } from './errors.ts';

/**
 * An id as one segment of a path. An empty one, or one of dots, would name another resource: `/servers//action` and
 * `/servers/../action` are read as `/servers` and `/action` on the way.
 */
export function segment(id: string): string {
  const text = encodeURIComponent(id);
  if (/^\.{0,2}$/.test(text)) throw new OpenStackError('OPENSTACK_BAD_REQUEST', `'${text}' is no id of a resource`);
  return text;
}
