/** Whether a text is an id as MongoDB gives them: seconds since 1970 in 8 hexadecimal digits, then 16 that make it unique. */
export const isExecutionId = (text: string): boolean => /^[0-9a-f]{24}$/.test(text);

/**
 * The id of the run of an execution: the same whenever the execution is carried out again. It sorts by time as every run's.
 * @param execution see {@link isExecutionId}
 */
export function runIdOf(execution: string): string {
  const milliseconds = Number.parseInt(execution.slice(0, 8), 16) * 1000;
  return `${milliseconds.toString(36).padStart(9, '0')}-${execution.slice(8)}`;
}
