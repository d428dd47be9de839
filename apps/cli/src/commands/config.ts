import { checkConfig, ledgerPath, loadConfig } from '@opsbook/services';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { pad } from '../format/table.ts';
import { configFile } from '../config-file.ts';
import type { Session } from '../session.ts';

const load = ({ globals, terminal }: Session) =>
  loadConfig({ path: configFile(globals), env: terminal.env, cwd: terminal.cwd });

/** `opsbook config check`. */
export async function check(session: Session): Promise<ExitCode> {
  const config = load(session);
  const { cloud } = session.globals;
  const results = [];
  const { green, red, yellow } = session.style;
  const options = { env: session.terminal.env, ...(cloud !== undefined && { clouds: [cloud] }) };
  for await (const result of checkConfig(config, options)) {
    results.push(result);
    const mark = result.ok ? (result.warning === true ? yellow('warning') : green('ok')) : red('failed');
    if (!session.json) session.print(`${pad(mark, 7)}  ${result.service}: ${result.detail}\n`);
  }
  if (session.json) session.printJson(results);
  return results.every(({ ok }) => ok) ? EXIT.done : EXIT.invalid;
}

/** `opsbook config path`. */
export function path(session: Session): ExitCode {
  const config = load(session);
  const ledger = session.globals.ledger ?? ledgerPath(config, session.terminal.env).path;
  if (session.json) session.printJson({ config: config.path ?? null, ledger });
  else session.print(`config  ${config.path ?? 'none: everything is default'}\nledger  ${ledger}\n`);
  return EXIT.done;
}

/** `opsbook config show`. */
export function show(session: Session): ExitCode {
  const { path: _path, warnings: _warnings, ...settings } = load(session);
  session.printJson(settings);
  return EXIT.done;
}
