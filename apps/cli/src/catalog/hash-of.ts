import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { type SourceModules, filesBelow } from './source-modules.ts';

const CODE = /\.([cm]?[jt]s|json)$/;
const TEST = /\.(test|spec|test-support)\.[cm]?[jt]s$/;

/** Of the code and data below the folders, by their paths within: the same on every host that has the same files. */
export function hashOf(sources: readonly SourceModules[]): string {
  const hash = createHash('sha256');
  for (const { source, folder } of sources) {
    const code = filesBelow(folder).filter((file) => CODE.test(file) && !TEST.test(file));
    for (const file of code) {
      const content = createHash('sha256').update(readFileSync(file)).digest('hex');
      hash.update(`${source}\0${relative(folder, file)}\0${content}\n`);
    }
  }
  return hash.digest('hex').slice(0, 12);
}
