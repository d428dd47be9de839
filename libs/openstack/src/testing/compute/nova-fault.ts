import type { SimulatedServer } from './compute-records.ts';
import type { World } from '../world.ts';

/** The fault of a server that an error of nova's own has put into ERROR. */
export const novaFault = (world: World, message: string): NonNullable<SimulatedServer['fault']> => ({
  code: 500,
  message,
  details: `Traceback (most recent call last):\n  File "nova/compute/manager.py", line 201, in decorated_function\nnova.exception.NovaException: ${message}\n`,
  created: world.stamp(),
});
