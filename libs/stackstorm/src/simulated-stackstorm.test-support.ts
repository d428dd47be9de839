import { type Guard, VirtualClock, sleep, unrestricted } from '@opsbook/context';
import type { StackStormClient } from './client.ts';
import type { StackStormOptions } from './options.ts';
import { stackstorm } from './stackstorm.ts';
import { type Runner, type StackStormSimulatorOptions, startStackStorm } from './testing/index.ts';

/** A simulator with `core.local`, and clients of it. */
export async function simulatedStackStorm(options: StackStormSimulatorOptions = {}) {
  const clock = new VirtualClock();
  const sim = await startStackStorm({ clock, runner: shell(clock), ...options });
  sim.addAction({
    ref: 'core.local',
    parameters: {
      cmd: { type: 'string', required: true },
      env: { type: 'object' },
      timeout: { type: 'integer', default: 60 },
      password: { type: 'string', secret: true },
      kwarg_op: { type: 'string', immutable: true },
    },
  });
  const clients: StackStormClient[] = [];
  const client = ({ guard = unrestricted, ...given }: Partial<StackStormOptions> & { guard?: Guard } = {}) => {
    const auth = { username: 'st2admin', password: 'contract' };
    const made = stackstorm({ url: sim.url, auth, context: { guard, clock }, http: { random: () => 1 }, ...given });
    clients.push(made);
    return made;
  };
  const stop = async () => {
    for (const one of clients) one.close();
    await sim.stop();
  };
  /** Until the simulator has noticed that whoever read a stream has left it. */
  const left = async () => {
    while (sim.openStreams > 0) await new Promise((resolve) => setImmediate(resolve));
  };
  return { clock, sim, client, stop, left, wait: (seconds: number) => sleep(clock, seconds * 1000) };
}

/** As much of a shell as the tests say: `echo words`, `exit code`, `sleep seconds`. */
const shell =
  (clock: VirtualClock): Runner =>
  async ({ parameters, signal, write }) => {
    const [, command = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(String(parameters['cmd'])) ?? [];
    if (command === 'sleep') await sleep(clock, Number(rest) * 1000, signal).catch(() => undefined);
    const code = command === 'exit' ? Number(rest) : 0;
    const stdout = command === 'echo' ? rest : '';
    if (command === 'echo') write(`${stdout}\n`);
    const [succeeded, failed] = [code === 0, code !== 0];
    const result = { succeeded, failed, return_code: code, stdout, stderr: '' };
    return { status: succeeded ? 'succeeded' : 'failed', result };
  };
