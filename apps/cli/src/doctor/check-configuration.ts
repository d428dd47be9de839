import { statSync } from 'node:fs';
import type { Config } from '@opsbook/services';
import { type Diagnosis, fault, ok, warning } from './diagnosis.ts';

const CHECK = 'configuration';
const WRITABLE_BY_OTHERS = 0o002;
const READABLE_BY_OTHERS = 0o004;

/** The configuration has been read, and its secrets resolved: who else can read and write it. */
export function checkConfiguration({ path, warnings }: Config): Diagnosis[] {
  if (path === undefined) {
    const advice = 'Make an opsbook.yaml: docs/configuration.md';
    return [warning(CHECK, 'there is no file: everything is default', advice)];
  }
  const { mode } = statSync(path);
  const found = warnings.map(({ path: key, message }) =>
    warning(CHECK, `${key}: ${message}`, 'Put it into a file or a variable of its own'),
  );
  if ((mode & WRITABLE_BY_OTHERS) !== 0) {
    found.push(fault(CHECK, `${path} can be written by everybody`, `chmod o-w ${path}`));
  }
  if (warnings.length > 0 && (mode & READABLE_BY_OTHERS) !== 0) {
    found.push(fault(CHECK, `${path} holds secrets, and everybody can read it`, `chmod o-r ${path}`));
  }
  return [ok(CHECK, `${path}, all secrets resolved`), ...found];
}
