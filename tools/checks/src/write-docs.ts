import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { derivedDocs } from './derived-docs.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
for (const [path, text] of Object.entries(derivedDocs())) writeFileSync(join(root, path), text);
