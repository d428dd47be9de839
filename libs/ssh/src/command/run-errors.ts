import { SshError } from '../errors.ts';
import type { Run } from './run.ts';

export const lateError = (host: string, limit: string): SshError =>
  new SshError('SSH_COMMAND_TIMEOUT', `the command on ${host} did not end within ${limit}`, { host });

export const tooLongError = ({ host, maxOutput }: Run): SshError =>
  new SshError('SSH_OUTPUT_TOO_LONG', `the command on ${host} wrote more than ${maxOutput} bytes`, { host });

/** The command never began. @param said what was written in its place */
export function notStartedError(
  { host, sudo }: Run,
  { said, wrongPassword }: { said: string; wrongPassword: boolean },
): SshError {
  const details = { host, serviceMessage: said };
  if (sudo === undefined) {
    const message = `${host} did not start the command (is its login shell a POSIX shell?)`;
    return new SshError('SSH_NOT_STARTED', said === '' ? message : `${message}: ${said}`, details);
  }
  const why = wrongPassword ? 'the password was not accepted' : 'it was not allowed';
  return new SshError('SSH_SUDO', `sudo to ${sudo.user} on ${host}: ${why}: ${said}`, details);
}
