const ROUND = /#(\d+)$/;

/** How often an alert of one start has fired when this key tells of it: 1 unless the key says otherwise. */
export const roundOf = (key: string): number => Number(ROUND.exec(key)?.[1] ?? 1);

/** @param key of the first round */
export const keyOfRound = (key: string, round: number): string => `${key}#${round}`;
