import { scrub } from '@opsbook/context';
import { type DestinationStream, type Logger, destination, pino, stdTimeFunctions } from 'pino';

/** JSON lines, free of known secrets. @param to default: standard error */
export const daemonLog = (to: DestinationStream = destination({ dest: 2, sync: true }), level = 'info'): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: scrub },
    },
    to,
  );
