const IDLE = [
  /^opsbook_events_undecided_oldest_seconds 0$/m,
  /^opsbook_runs\{status="waiting"\} 0$/m,
  /^opsbook_runs\{status="running"\} 0$/m,
];

/** Whether everything that a daemon has taken is decided, and every run has ended. */
export async function isIdle(port: number): Promise<boolean> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return IDLE.every((line) => line.test(text));
}
