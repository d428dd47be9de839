import { createHash } from 'node:crypto';
import { hostname as localHostname } from 'node:os';

/** What `%` tokens stand for; ssh_config(5), "TOKENS". */
export interface Tokens {
  /** Local user's home directory. */
  home: string;
  localUser: string;
  /** As given by the caller. */
  originalHost: string;
  hostname: string;
  hostKeyAlias: string | undefined;
  port: number;
  user: string;
}

/** Expands `%%` and `%h` alone, as HostName does. @throws Error for other tokens */
export const expandHostName = (value: string, host: string): string => percent(value, { '%': '%', h: host });

/** Expands a path: `~`, `${VARIABLE}` and all tokens. @throws Error for unknown tokens and variables */
export function expandPath(value: string, tokens: Tokens, env: NodeJS.ProcessEnv): string {
  const { home, localUser, originalHost, hostname, hostKeyAlias, port, user } = tokens;
  const full = localHostname();
  const withTokens = percent(value, {
    '%': '%',
    d: home,
    h: hostname,
    i: String(process.getuid?.() ?? ''),
    k: hostKeyAlias ?? originalHost,
    L: full.replace(/\..*$/, ''),
    l: full,
    n: originalHost,
    p: String(port),
    r: user,
    u: localUser,
    C: createHash('sha1').update(`${full}${hostname}${port}${user}`).digest('hex'),
  });
  const withVariables = withTokens.replace(/\$\{([^}]*)\}/g, (_all, name: string) => {
    const found = env[name];
    if (found === undefined) throw new Error(`the environment has no ${name}`);
    return found;
  });
  return expandHome(withVariables, home);
}

/** `~` and `~/x`; other users' homes are left as they are. */
export const expandHome = (path: string, home: string): string => path.replace(/^~(?=\/|$)/, () => home);

function percent(value: string, tokens: Partial<Record<string, string>>): string {
  return value.replace(/%(.?)/gs, (_all, token: string) => {
    const found = Object.hasOwn(tokens, token) ? tokens[token] : undefined;
    if (found === undefined) throw new Error(`unknown token %${token}`);
    return found;
  });
}
