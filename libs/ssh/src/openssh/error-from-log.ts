import { scrub } from '@opsbook/context';
import { SshError, type SshErrorCode } from '../errors.ts';

// The words of OpenSSH's own messages (ssh.c, sshconnect.c, sshconnect2.c, kex.c, clientloop.c), the surest first.
const MESSAGES: readonly [RegExp, SshErrorCode][] = [
  [/REVOKED HOST KEY/, 'SSH_HOST_KEY_REVOKED'],
  [/REMOTE HOST IDENTIFICATION HAS CHANGED|Host certificate authority does not match/, 'SSH_HOST_KEY_CHANGED'],
  [/host key is known for|Host key verification failed/, 'SSH_HOST_KEY_UNKNOWN'],
  [/Permission denied \(|Too many authentication failures/, 'SSH_UNAUTHORIZED'],
  [/timed out during banner exchange/, 'SSH_HANDSHAKE_TIMEOUT'],
  [/Connection timed out|Operation timed out/, 'SSH_CONNECT_TIMEOUT'],
  [/Connection refused/, 'SSH_CONNECT_REFUSED'],
  [
    /Bad configuration option|bad configuration options|Bad owner or permissions|invalid quotes|no argument after keyword/i,
    'SSH_CONFIG',
  ],
];

/** sshd drops logins while too many are under way: worth another attempt. */
export const isClosedEarly = (log: string): boolean =>
  /kex_exchange_identification: (?:Connection closed|read: Connection reset|banner line)|Connection (?:closed|reset) by .* port \d+/.test(
    log,
  ) && !log.includes('debug1: SSH2_MSG_NEWKEYS received');

/** Whether the command was sent: only then may it have been run. */
export const wasSent = (log: string): boolean => log.includes('debug1: Sending command');
const hasEnded = (log: string) => /rtype exit-(?:status|signal)/.test(log);

/** What went wrong, out of what ssh has logged; undefined where it logged nothing but details. */
export function errorFromLog(host: string, log: string): SshError | undefined {
  const lines = log
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('debug') && !line.startsWith('OpenSSH_'));
  const serviceMessage = scrub(lines.filter((line) => !/^[@\s]*$/.test(line)).join(' ')).slice(0, 1000);
  const code = MESSAGES.find(([pattern]) => pattern.test(log))?.[1];
  if (wasSent(log) && !hasEnded(log)) {
    const message = `the connection to ${host} was lost: ${serviceMessage === '' ? 'ssh said nothing' : serviceMessage}`;
    return new SshError('SSH_CONNECTION_LOST', message, { host, serviceMessage });
  }
  if (code === undefined && serviceMessage === '') return undefined;
  const fingerprint = /Server host (?:key|certificate): \S+ (SHA256:\S+?),?\s/.exec(log)?.[1];
  const place =
    /Offending \S+ key in (.+:\d+)/.exec(log)?.[1] ?? /^(\S+): line (\d+): Bad/m.exec(log)?.slice(1).join(':');
  const said = serviceMessage === '' ? 'ssh failed' : serviceMessage;
  return new SshError(code ?? 'SSH_UNAVAILABLE', `${host}: ${said}${hint(code, fingerprint)}`, {
    host,
    fingerprint,
    place,
    serviceMessage,
    ...(code === 'SSH_CONFIG' ? { faults: lines } : {}),
  });
}

function hint(code: SshErrorCode | undefined, fingerprint: string | undefined): string {
  if (code !== 'SSH_HOST_KEY_UNKNOWN' && code !== 'SSH_HOST_KEY_CHANGED') return '';
  return ` (presented: ${fingerprint ?? 'not told'}); compare it with the host's own (ssh-keygen -lf on its console), then add to known_hosts the line that ssh-keyscan gives for it`;
}
