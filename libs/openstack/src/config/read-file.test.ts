import { expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFirst, readNamed } from './read-file.ts';

it('parses a file once for as long as it says the same', () => {
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-read-file-'));
  const path = join(folder, 'clouds.yaml');
  const read = () => readNamed(path, 'given');
  try {
    writeFileSync(path, 'clouds: {a: {}}');
    const first = read();
    writeFileSync(path, 'clouds: {a: {}}');
    expect(read()).toBe(first);
    expect(readFirst([join(folder, 'absent.yaml'), path])).toBe(first);

    writeFileSync(path, 'clouds: {b: {}}');
    expect(read().content).toEqual({ clouds: { b: {} } });
    writeFileSync(path, 'clouds: {b: [}');
    expect(read().faults).toEqual([expect.stringContaining(`${path}:1: is no YAML`)]);
    rmSync(path);
    expect(read().faults).toEqual([`${path} (given): does not exist or may not be read`]);
    writeFileSync(path, 'clouds: {a: {}}');
    expect(read()).toEqual(first);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
