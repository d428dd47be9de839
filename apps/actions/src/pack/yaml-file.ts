import { Document, Scalar, visit } from 'yaml';
import type { PackFile } from './pack-file.ts';

/**
 * A YAML file that says what the object says. StackStorm reads it with PyYAML, which follows YAML 1.1: a text like `on` or
 * `12:30` is quoted, since it would be a boolean or a number there.
 */
export function yamlFile(path: string, object: object): PackFile {
  const document = new Document(object, { version: '1.1', merge: false, aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, scalar) => {
      // Signs of YAML 1.1 that the writer takes for plain text.
      if (scalar.value === '=' || scalar.value === '<<') scalar.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return { path, content: `---\n${document.toString({ lineWidth: 120 })}` };
}
