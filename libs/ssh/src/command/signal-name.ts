import { constants } from 'node:os';

const NAMES = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/** `SIGTERM` for 15. */
export const signalName = (number: number): string | undefined => NAMES.get(number);
