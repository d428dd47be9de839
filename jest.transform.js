import { createHash } from 'node:crypto';
import { stripTypeScriptTypes } from 'node:module';

// Node's own type stripping replaces types by blanks, so lines and columns stay and no source map is needed.
export default {
  process: (source) => ({ code: stripTypeScriptTypes(source, { mode: 'strip' }) }),
  getCacheKey: (source, file, { instrument }) =>
    createHash('sha256')
      .update([process.version, String(instrument), file, source].join('\0'))
      .digest('hex'),
};
