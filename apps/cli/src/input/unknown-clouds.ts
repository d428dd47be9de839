import type { Fault, Json } from '@opsbook/runbook';

/** Fields named `cloud`, at any depth, that name a cloud which is not in `known`. */
export function unknownClouds(value: Json | undefined, known: readonly string[], path = ''): Fault[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => unknownClouds(item, known, `${path}[${i}]`));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const at = path === '' ? key : `${path}.${key}`;
    if (key !== 'cloud' || typeof item !== 'string' || item === '') return unknownClouds(item, known, at);
    if (known.includes(item)) return [];
    const list = known.length === 0 ? 'none is configured' : `known are ${known.join(', ')}`;
    return [{ path: at, message: `there is no cloud '${item}'; ${list}` }];
  });
}
