import { fromWallTime } from '@opsbook/triggers';
import { CompatFault } from './compat-fault.ts';

const WRITTEN = /^(\d\d)\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)$/;

/**
 * A time as the pack took them for Icinga, `31/01/30 18:00:00` on clocks in the United Kingdom, as UTC ISO 8601. Where the clocks
 * show it twice it is the first time.
 * @throws {@link CompatFault} of that parameter
 */
export function londonTime(parameter: string, text: string): string {
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0, second = 0] = (WRITTEN.exec(text.trim()) ?? [])
    .slice(1)
    .map(Number);
  const shown = new Date(Date.UTC(2000 + year, month - 1, day, hour, minute, second));
  // A 31st of February would be taken for a day of March.
  const exists =
    shown.getUTCDate() === day && shown.getUTCMonth() === month - 1 && hour < 24 && minute < 60 && second < 60;
  if (!exists) throw new CompatFault(parameter, 'must be a time in the United Kingdom as 31/01/30 18:00:00');
  return new Date(fromWallTime('Europe/London', shown.getTime())).toISOString();
}
