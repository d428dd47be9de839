import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TemplatePreview } from '@opsbook/email';

/** Writes three files for each template, in place of earlier ones. @returns their names, as the user would give them */
export function writePreviews(cwd: string, folder: string, previews: readonly TemplatePreview[]): string[] {
  mkdirSync(resolve(cwd, folder), { recursive: true });
  return previews.flatMap(({ name, html, text, eml }) =>
    Object.entries({ html, txt: text, eml }).map(([ending, content]) => {
      const file = join(folder, `${name}.${ending}`);
      writeFileSync(resolve(cwd, file), content);
      return file;
    }),
  );
}
