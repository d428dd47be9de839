/** One hop of a ProxyJump. */
export interface Jump {
  host: string;
  user: string | undefined;
  port: number | undefined;
}

/** Hosts that cannot be taken for an option or another part of a command line. */
export const HOST_NAME = /^[A-Za-z0-9_.:%[\]][A-Za-z0-9_.:%[\]-]*$/;

/** Users that can be written into a configuration or a ProxyCommand (ssh.c, valid_ruser). */
export const USER_NAME = /^(?!-)[^\s'"`;&<>|(){}]+(?<!\\)$/;

/**
 * `[user@]host[:port]` or `ssh://[user@]host[:port]`, several divided by commas; `none` for none.
 * @throws Error for a text that is none of these
 */
export function parseJumps(text: string): Jump[] {
  return text.toLowerCase() === 'none' ? [] : text.split(',').map(parseJump);
}

function parseJump(text: string): Jump {
  const bare = text.trim().replace(/^ssh:\/\//i, '');
  const found = /^(?:(?<user>[^@]+)@)?(?:\[(?<literal>[^\]]+)\]|(?<host>[^:[\]]+))(?::(?<port>\d{1,5}))?$/.exec(
    bare,
  )?.groups;
  const host = found?.['literal'] ?? found?.['host'];
  const port = found?.['port'] === undefined ? undefined : Number(found['port']);
  const userFits = found?.['user'] === undefined || USER_NAME.test(found['user']);
  if (host === undefined || !HOST_NAME.test(host) || !userFits || port === 0 || (port ?? 1) > 65_535) {
    throw new Error('a hop is [user@]host[:port]');
  }
  return { host, user: found?.['user'], port };
}
