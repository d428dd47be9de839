import { scrub } from '@opsbook/context';
import type { Json } from './json.ts';
import { type Fault, invalidInput } from './parse-input.ts';

/**
 * Refuses an input that holds a secret which this process knows. The ledger would have it masked, and whoever resumes the run
 * would work with the mask: on a cloud called `***`.
 * @throws INVALID_INPUT, with every field
 */
export function refuseSecrets(runbook: string, input: Json): void {
  const faults = faultsOf(input, '');
  if (faults.length > 0) throw invalidInput(runbook, faults);
}

const WHY = 'holds a known secret (a password of clouds.yaml, say), and no run may be recorded with one';

function faultsOf(value: Json | undefined, path: string): Fault[] {
  if (typeof value === 'string') return scrub(value) === value ? [] : [{ path: scrub(path), message: WHY }];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => faultsOf(item, `${path}[${index}]`));
  return Object.entries(value).flatMap(([key, item]) => {
    const own = path === '' ? key : `${path}.${key}`;
    return scrub(key) === key ? faultsOf(item, own) : [{ path: scrub(own), message: WHY }];
  });
}
