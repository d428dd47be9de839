import { libraryFiles } from './library-files.ts';
import { Tree, pascal } from './tree.ts';

/**
 * A library of one HTTP service that works as it stands: client, errors, simulator, contract suite, README, and its place among
 * the layers.
 * @returns the files that were written, by their paths from the root
 */
export function newLibrary(root: string, name: string): string[] {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new Error(`'${name}' is no name of a library: lower case, as netbox`);
  const tree = new Tree(root);
  if (tree.has(`libs/${name}`)) throw new Error(`libs/${name} exists already`);
  for (const [path, text] of Object.entries(libraryFiles(name))) tree.create(`libs/${name}/${path}`, text);
  const key = name.includes('-') ? `'${name}'` : name;
  tree.insert('.dependency-cruiser.cjs', /\n {2}runbook: \[/, `\n  ${key}: ['context', 'http'],`, 'before');
  const breach = `\n  'layer-${name}': { 'libs/${name}/src/a.ts': "import '../../runbook/src/index.ts';" },`;
  tree.insert('tools/checks/src/boundaries.test.ts', /\n {2}'layer-workflows': /, breach, 'before');
  const row = `\n| \`libs/${name}\` | ${pascal(name)}: say in some words what it gives; simulator |`;
  tree.insert('docs/architecture.md', /\n\| `libs\/runbook` /, row, 'before');
  return tree.written;
}
