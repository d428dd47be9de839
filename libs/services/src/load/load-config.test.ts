import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { temporaryFolder } from '../temporary-folder.test-support.ts';
import { loadConfig } from './load-config.ts';

describe('loading the configuration', () => {
  it('reads the file that is found and remembers which it was', () => {
    const cwd = temporaryFolder({ 'opsbook.yaml': 'defaults: {cloud: prod}\nledger: ledger.db\n' });
    expect(loadConfig({ env: { HOME: cwd }, cwd })).toMatchObject({
      path: join(cwd, 'opsbook.yaml'),
      defaults: { cloud: 'prod' },
      ledger: join(cwd, 'ledger.db'),
    });
  });

  it('reads another file when told', () => {
    const cwd = temporaryFolder({ 'opsbook.yaml': 'http: {timeout: 1}', 'other.yaml': 'http: {timeout: 2}' });
    expect(loadConfig({ path: 'other.yaml', env: {}, cwd }).http.timeout).toBe(2);
  });
});
