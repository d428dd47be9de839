import * as z from 'zod';
import { triggerTypeShape } from './trigger-type-shape.ts';

/**
 * `sensors/<name>.yaml` (st2 `st2common/models/api/sensor.py`, `SensorTypeAPI`). `entry_point` is required by
 * `st2common/bootstrap/sensorsregistrar.py`, the shortest interval by `st2common/models/utils/sensor_type_utils.py`.
 */
export const sensorShape = z.strictObject({
  id: z.string().nullish(),
  ref: z.string().nullish(),
  uid: z.string().nullish(),
  class_name: z.string(),
  pack: z.string().nullish(),
  description: z.string().nullish(),
  artifact_uri: z.string().nullish(),
  entry_point: z.string().min(1),
  enabled: z.boolean().nullish(),
  trigger_types: z.array(triggerTypeShape).nullish(),
  /** Seconds; zero stands for none. */
  poll_interval: z
    .number()
    .refine((seconds) => seconds === 0 || seconds >= 1, 'the shortest interval is 1 second')
    .nullish(),
  metadata_file: z.string().nullish(),
});
