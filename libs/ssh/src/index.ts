export type { DownloadOptions, SshClient, Upload } from './client.ts';
export type { AllowList, CommandRule } from './command/command-rule.ts';
export { quote } from './command/quote.ts';
export type { ExecResult, Input } from './command/run.ts';
export {
  ERROR_KINDS,
  type PartialOutput,
  SshError,
  type SshErrorCode,
  type SshErrorDetails,
  type SshErrorKind,
  isSshError,
} from './errors.ts';
export type { ExecOptions, OnAll, ReadOptions } from './exec-options.ts';
export type { HostOutcome } from './on-all.ts';
export type { SshAuth, SshHost, SshKey, SshOptions } from './options.ts';
export { ssh } from './ssh.ts';
