import { describe, expect, it } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../errors.ts';
import { temporaryFolder } from '../temporary-folder.test-support.ts';
import { findConfigFile } from './find-config-file.ts';

const everywhere = {
  'named.yaml': 'named',
  'variable.yaml': 'variable',
  'work/opsbook.yaml': 'work',
  'xdg/opsbook/opsbook.yaml': 'xdg',
  'home/.config/opsbook/opsbook.yaml': 'home',
  'etc/opsbook.yaml': 'etc',
};

function search(files: Record<string, string>, env: Record<string, string> = {}, path?: string) {
  const folder = temporaryFolder({ 'work/keep': '', ...files });
  const inFolder = Object.entries(env).map(([key, value]) => [key, value === '' ? '' : join(folder, value)]);
  const found = findConfigFile({
    path,
    env: { HOME: join(folder, 'home'), ...(Object.fromEntries(inFolder) as Record<string, string>) },
    cwd: join(folder, 'work'),
    systemFile: join(folder, 'etc/opsbook.yaml'),
  });
  return found && { ...found, path: found.path.slice(folder.length + 1) };
}

const without = (...gone: string[]) =>
  Object.fromEntries(Object.entries(everywhere).filter(([path]) => !gone.includes(path)));

describe('the configuration file', () => {
  it('is the one that was asked for, relative to where one works', () => {
    expect(search(everywhere, { OPSBOOK_CONFIG: 'variable.yaml' }, '../named.yaml')).toEqual({
      path: 'named.yaml',
      text: 'named',
    });
  });

  it('is looked for from the nearest to the farthest place', () => {
    const xdg = { XDG_CONFIG_HOME: 'xdg' };
    expect(search(everywhere, { ...xdg, OPSBOOK_CONFIG: 'variable.yaml' })?.text).toBe('variable');
    expect(search(everywhere, xdg)?.text).toBe('work');
    expect(search(without('work/opsbook.yaml'), xdg)?.text).toBe('xdg');
    expect(search(without('work/opsbook.yaml'))?.text).toBe('home');
    expect(search({ 'etc/opsbook.yaml': 'etc' })?.text).toBe('etc');
    expect(search({})).toBeUndefined();
  });

  it('is looked for as if a variable that is set to nothing were not set', () => {
    expect(search(without('work/opsbook.yaml'), { OPSBOOK_CONFIG: '', XDG_CONFIG_HOME: '' })?.text).toBe('home');
  });

  it('must exist if it was named', () => {
    expect(() => search(everywhere, {}, 'gone.yaml')).toThrow(/work\/gone\.yaml does not exist/);
    expect(() => search(everywhere, { OPSBOOK_CONFIG: 'gone.yaml' })).toThrow(/\(\$OPSBOOK_CONFIG\) does not exist/);
  });

  it('is not passed over when it is there and cannot be read', () => {
    const folder = temporaryFolder({ 'etc.yaml': 'etc' });
    mkdirSync(join(folder, 'opsbook.yaml'));
    const look = () => findConfigFile({ env: { HOME: folder }, cwd: folder, systemFile: join(folder, 'etc.yaml') });
    expect(look).toThrow(ConfigError);
    expect(look).toThrow(/opsbook\.yaml cannot be read: EISDIR/);
  });
});
