import { triggerTypes } from '@opsbook/triggers';
import { findingSchema } from './finding-schema.ts';
import { valueSchema } from './json-schema.ts';
import type { PackFile } from './pack-file.ts';
import type { PackOptions } from './pack-options.ts';
import { type St2Schema, st2Schema } from './st2-schema.ts';
import { yamlFile } from './yaml-file.ts';

/** The triggers that the daemon emits (keys as in st2 `st2common/models/api/trigger.py`). */
export const triggerFiles = ({ ref, runbooks }: PackOptions): PackFile[] =>
  Object.entries(triggerTypes).map(([name, { description, payload }]) => {
    const schema = st2Schema(valueSchema(payload));
    const properties = schema['properties'] as Record<string, St2Schema>;
    const { finding } = properties;
    const typed = finding && { finding: { ...findingSchema(runbooks), required: true } };
    const payloadSchema = { ...schema, properties: { ...properties, ...typed } };
    return yamlFile(`triggers/${name}.yaml`, { name, pack: ref, description, payload_schema: payloadSchema });
  });
