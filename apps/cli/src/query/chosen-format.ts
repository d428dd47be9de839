import { FORMATS, type FormatName } from '@opsbook/openstack-query';
import { UsageError } from '../usage-error.ts';

/** How the rows are written. `--json` promises one JSON document. */
export function chosenFormat(given: string | undefined, json: boolean): FormatName {
  const format = given ?? (json ? 'json' : 'table');
  if (!Object.hasOwn(FORMATS, format)) {
    throw new UsageError(`--output: '${format}' is no format: use ${Object.keys(FORMATS).join(', ')}`);
  }
  if (json && format !== 'json') throw new UsageError(`--json and --output ${format} contradict each other`);
  return format as FormatName;
}
