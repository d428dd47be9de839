import { expect, test } from '@jest/globals';
import { Host } from '../testing/host.ts';

test('a backup goes to the file that is named, and how to look into it is said', async () => {
  const host = new Host();
  const { code, out, err } = await host.opsbook('ledger backup today.db', { cwd: '/backups' });
  expect({ code, out }).toEqual({ code: 0, out: '/backups/today.db\n' });
  expect(err).toBe('It is a copy of /state/ledger.db. To look into it: opsbook --ledger /backups/today.db runs\n');
  expect(host.backups).toEqual(['/backups/today.db']);
  const other = await host.opsbook('ledger backup today.db --ledger other.db', { cwd: '/backups' });
  expect(other.err).toContain('To look into it: opsbook --ledger /backups/today.db runs\n');
});
