import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ledgerPath } from './ledger-path.ts';
import { configOf } from './load/config-of.ts';
import { temporaryFolder } from './temporary-folder.test-support.ts';

const config = configOf({});
// Nobody, not even root, can make a directory beneath a file.
const unwritable = () => join(temporaryFolder({ file: '' }), 'file/opsbook');

describe('the ledger', () => {
  it('is the configured one', () => {
    expect(ledgerPath(configOf({ ledger: '/srv/ledger.db' }), {})).toEqual({ path: '/srv/ledger.db', shared: true });
  });

  it('is in the state directory of the system when that can be written, or made', () => {
    const state = temporaryFolder();
    expect(ledgerPath(config, {}, state)).toEqual({ path: join(state, 'ledger.db'), shared: true });
    const toBeMade = join(state, 'opsbook');
    expect(ledgerPath(config, {}, toBeMade)).toEqual({ path: join(toBeMade, 'ledger.db'), shared: true });
  });

  it("is the user's own otherwise, and says so", () => {
    expect(ledgerPath(config, { HOME: '/home/op' }, unwritable())).toEqual({
      path: '/home/op/.local/state/opsbook/ledger.db',
      shared: false,
    });
    expect(ledgerPath(config, { HOME: '/home/op', XDG_STATE_HOME: '/state' }, unwritable())).toEqual({
      path: '/state/opsbook/ledger.db',
      shared: false,
    });
  });
});
