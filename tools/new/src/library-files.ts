import { readFileSync } from 'node:fs';
import { camel, pascal } from './tree.ts';

const templates = new URL('../templates/library/', import.meta.url);

/** Template files, by the path that they get in the library. `thing` in a template is the library's name. */
const FILES: Record<string, string> = {
  'package.json': 'package.json.txt',
  'jest.config.js': 'jest.config.js.txt',
  'tsconfig.json': 'tsconfig.json.txt',
  'tsconfig.build.json': 'tsconfig.build.json.txt',
  'README.md': 'README.md.txt',
  'src/index.ts': 'index.ts.txt',
  'src/errors.ts': 'errors.ts.txt',
  'src/thing.ts': 'thing.ts.txt',
  'src/thing.test.ts': 'thing.test.ts.txt',
  'src/testing/index.ts': 'testing-index.ts.txt',
  'src/testing/thing-simulator.ts': 'thing-simulator.ts.txt',
  'src/contract/thing-contract.ts': 'thing-contract.ts.txt',
  'src/contract/simulator.test.ts': 'simulator.test.ts.txt',
  'src/contract/service.contract.test.ts': 'service.contract.test.ts.txt',
};

/** The files of a new library, by their paths in it. */
export function libraryFiles(name: string): Record<string, string> {
  const named = (text: string) =>
    text
      .replaceAll('__name__', name)
      .replaceAll('__camel__', camel(name))
      .replaceAll('__Pascal__', pascal(name))
      .replaceAll('__UPPER__', name.replaceAll('-', '_').toUpperCase());
  return Object.fromEntries(
    Object.entries(FILES).map(([path, template]) => [
      path.replace('thing', name),
      named(readFileSync(new URL(template, templates), 'utf8')),
    ]),
  );
}
