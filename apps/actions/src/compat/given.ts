import type { Given } from './compat-action.ts';

/** A text, or '' where none was given. */
export const text = (given: Given, name: string): string => (typeof given[name] === 'string' ? given[name] : '');

/** A list of texts, empty where none was given. */
export const list = (given: Given, name: string): string[] => {
  const value = given[name];
  return Array.isArray(value) ? value.map(String) : [];
};

/** Whether a switch is on. */
export const flag = (given: Given, name: string): boolean => given[name] === true;

/** A number, or 0 where none was given. */
export const count = (given: Given, name: string): number => (typeof given[name] === 'number' ? given[name] : 0);
