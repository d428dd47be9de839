import * as z from 'zod';
import { patternsField } from './patterns-field.ts';

/** The servers that prove a hypervisor: `hypervisor.test` and `hypervisor.maintain`. */
export const testServersSchema = z.strictObject({
  image: z
    .string()
    .min(1)
    .describe('Image of test servers, by name or id. Default: none, so that none can be built.')
    .optional(),
  network: z
    .string()
    .min(1)
    .describe('Network of test servers, by name or id. Default: none, they are built without a port.')
    .optional(),
  namePrefix: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/i, 'may hold letters, digits and dashes only')
    .default('opsbook-test')
    .describe('What the names of test servers begin with.'),
  flavors: patternsField('Names of the flavors that test servers may have. Default: any.'),
  scope: z
    .string()
    .min(1)
    .default('aggregate_instance_extra_specs')
    .describe(
      'Which extra specs of a flavor an aggregate’s metadata has to fit, by what stands before their colon. Those without a ' +
        'colon count too, as they do for nova.',
    ),
  timeout: z
    .int()
    .positive()
    .max(86_400)
    .default(900)
    .describe('Seconds until a test server must be ACTIVE, and then be gone.'),
});

export type TestServerSettings = z.output<typeof testServersSchema>;
