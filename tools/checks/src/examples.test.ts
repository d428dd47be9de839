import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * The TypeScript of a page that stands for itself: what imports a neighbour, or nothing, is a fragment. One that begins with
 * the name of its file (`// greet.ts`) is that file, and may import others of the page.
 */
function examplesOf(page: string): { name: string; text: string }[] {
  const blocks = [...readFileSync(join(root, page), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)];
  return blocks
    .map(([, text = ''], i) => ({ file: /^\/\/ (\S+\.ts)$/m.exec(text.split('\n')[0] ?? '')?.[1], text, i }))
    .map(({ file, text, i }) => ({
      name: join(root, 'tools/checks', file ?? `${page.replaceAll('/', '-')}-${i + 1}.ts`),
      isFile: file !== undefined,
      text,
    }))
    .filter(({ text, isFile }) => /^import /m.test(text) && (isFile || !/from '\.{1,2}\//.test(text)));
}

it('every example of the documents that stands for itself compiles under strict', () => {
  const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  const examples = new Map(pages.flatMap(examplesOf).map(({ name, text }) => [name, text]));
  expect(examples.size).toBeGreaterThan(10);

  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), (path) => readFileSync(path, 'utf8')) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    readFile: (path) => examples.get(path) ?? disk.readFile(path),
    fileExists: (path) => examples.has(path) || disk.fileExists(path),
    getSourceFile: (path, version, ...more) => {
      const text = examples.get(path);
      return text === undefined
        ? disk.getSourceFile(path, version, ...more)
        : ts.createSourceFile(path, text, version, true);
    },
  };
  const program = ts.createProgram([...examples.keys()], options, host);
  const faults = [...examples.keys()].flatMap((path) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(path)).map(({ messageText, start = 0 }) => {
      const line = examples.get(path)!.slice(0, start).split('\n').length;
      return `${path.slice(root.length)}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    }),
  );
  expect(faults).toEqual([]);
});
