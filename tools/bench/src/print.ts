/** Prints what the lines after it are about. */
export const heading = (text: string): void => console.log(`\n${text}`);

/** Prints one value. */
export const line = (name: string, values: string): void => console.log(`  ${name.padEnd(34)} ${values}`);

/** A goal, as it stands beside its value. */
export const goal = (text: string, met: boolean): string => `(goal: ${text}: ${met ? 'met' : 'missed'})`;
