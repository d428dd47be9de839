import { valueSchema } from './json-schema.ts';
import type { PackFile } from './pack-file.ts';
import type { PackOptions } from './pack-options.ts';
import { st2Schema } from './st2-schema.ts';
import { triggerTypes } from './trigger-types.ts';
import { yamlFile } from './yaml-file.ts';

/** The triggers that the daemon emits (keys as in st2 `st2common/models/api/trigger.py`). */
export const triggerFiles = ({ ref }: PackOptions): PackFile[] =>
  Object.entries(triggerTypes).map(([name, { description, payload }]) =>
    yamlFile(`triggers/${name}.yaml`, {
      name,
      pack: ref,
      description,
      payload_schema: st2Schema(valueSchema(payload)),
    }),
  );
