import { type CinderApi, param } from './cinder-api.ts';
import { given, metadataOf } from './cinder-body.ts';
import { cinderError } from './cinder-errors.ts';
import { specsFor, visibleType } from './visible-type.ts';

/** What a type asks of its backend. */
export function serveTypeExtraSpecs(api: CinderApi): void {
  const path = '/types/:id/extra_specs';
  api.route('GET', path, (call) => ({ status: 200, body: { extra_specs: specsFor(call, visibleType(call)) } }));
  api.route(
    'POST',
    path,
    (call) => {
      const added = metadataOf(given(call, 'extra_specs'));
      Object.assign(visibleType(call).extraSpecs, added);
      return { status: 200, body: { extra_specs: added } };
    },
    { adminRule: 'volume_extension:types_extra_specs:create' },
  );
  api.route(
    'DELETE',
    `${path}/:key`,
    (call) => {
      const type = visibleType(call);
      const key = param(call, 'key');
      if (!(key in type.extraSpecs)) {
        throw cinderError(404, `Volume Type ${type.id} has no extra specs with key ${key}.`);
      }
      type.extraSpecs = Object.fromEntries(Object.entries(type.extraSpecs).filter(([name]) => name !== key));
      return { status: 202 };
    },
    { adminRule: 'volume_extension:types_extra_specs:delete' },
  );
}
