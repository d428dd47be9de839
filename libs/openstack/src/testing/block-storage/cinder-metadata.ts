import { cinderError } from './cinder-errors.ts';
import { type CinderApi, type CinderCall, param } from './cinder-api.ts';
import { given, metadataOf } from './cinder-body.ts';

interface HasMetadata {
  id: string;
  metadata: Record<string, string>;
}

/** `/volumes/{id}/metadata`, and the same of snapshots. */
export function serveMetadata(
  api: CinderApi,
  path: string,
  what: string,
  find: (call: CinderCall) => HasMetadata,
): void {
  const all = ({ metadata }: HasMetadata) => ({ status: 200, body: { metadata } });
  const absent = ({ id }: HasMetadata, key: string) =>
    cinderError(404, `${what} ${id} has no metadata with key ${key}.`);
  api.route('GET', `${path}/:id/metadata`, (call) => {
    const { status, body } = all(find(call));
    if (what !== 'Volume') return { status, body };
    // Seen: that of volumes is JSON which says that it is HTML.
    return { status, headers: { 'content-type': 'text/html; charset=UTF-8' }, body: JSON.stringify(body) };
  });
  api.route('POST', `${path}/:id/metadata`, (call) => {
    const record = find(call);
    record.metadata = { ...record.metadata, ...metadataOf(given(call, 'metadata')) };
    return all(record);
  });
  api.route('PUT', `${path}/:id/metadata`, (call) => {
    const record = find(call);
    record.metadata = metadataOf(given(call, 'metadata'));
    return all(record);
  });
  api.route('GET', `${path}/:id/metadata/:key`, (call) => {
    const record = find(call);
    const key = param(call, 'key');
    const value = record.metadata[key];
    if (value === undefined) throw absent(record, key);
    return { status: 200, body: { meta: { [key]: value } } };
  });
  api.route('DELETE', `${path}/:id/metadata/:key`, (call) => {
    const record = find(call);
    const key = param(call, 'key');
    if (record.metadata[key] === undefined) throw absent(record, key);
    record.metadata = Object.fromEntries(Object.entries(record.metadata).filter(([name]) => name !== key));
    return { status: 200 };
  });
}
