import { takeBridge } from '../action/take-bridge.ts';

/** A process that tells what reached it: what `opsbook action` would start the runbook with. */
process.stdout.write(JSON.stringify(takeBridge(process.env).params));
