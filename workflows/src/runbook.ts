import { defineRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';

/** Defines a runbook on the services of a site. */
export const runbook = defineRunbook<Services>();
