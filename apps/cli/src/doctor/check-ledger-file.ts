import { accessSync, constants, existsSync, statSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Diagnosis, fault, messageOf, ok, warning } from './diagnosis.ts';

const MIB = 1024 ** 2;
/** Below this a night's storm of alerts may fill the disk; below the other one there is hardly room for its journal. */
const LITTLE = 1024 * MIB;
const TOO_LITTLE = 64 * MIB;

/** Whether a ledger can be read and written, is whole, and has room to grow. Makes no files. */
export function checkLedgerFile(check: string, path: string): Diagnosis[] {
  const folder = nearestFolder(dirname(path));
  const user = 'Give this user read and write access to it and its directory';
  // SQLite keeps two files beside it.
  const refused = [path, folder].filter((one) => existsSync(one) && !isWritable(one));
  if (refused.length > 0) return [fault(check, `this user cannot write ${refused.join(' and ')}`, user)];
  const room = roomOf(check, folder);
  if (!existsSync(path)) return [ok(check, `${path}: none yet`), ...room];
  const damage = damageOf(path);
  if (damage !== undefined) return [fault(check, `${path}: ${damage}`, 'Restore it from a backup'), ...room];
  return [ok(check, `${path}, ${Math.ceil(statSync(path).size / MIB)} MiB, whole`), ...room];
}

function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function roomOf(check: string, folder: string): Diagnosis[] {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= LITTLE) return [];
  const text = `${Math.floor(free / MIB)} MiB are free at ${folder}`;
  return [(free < TOO_LITTLE ? fault : warning)(check, text, 'Make room on its disk, or give it another')];
}

/** SQLite's own quick check; undefined where it finds nothing. */
function damageOf(path: string): string | undefined {
  try {
    const db = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
    try {
      const [first] = db.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
      return first === undefined || first.quick_check === 'ok' ? undefined : first.quick_check;
    } finally {
      db.close();
    }
  } catch (error) {
    return messageOf(error);
  }
}
