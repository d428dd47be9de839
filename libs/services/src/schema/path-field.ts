import * as z from 'zod';

/** The path of a file. The loader makes such fields absolute: they are relative to the configuration file. */
export const pathField = (description: string) => z.string().min(1, 'is empty').meta({ description, path: true });
