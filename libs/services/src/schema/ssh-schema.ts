import * as z from 'zod';
import { pathField } from './path-field.ts';
import { secretField } from './secret-field.ts';

const text = (description: string) => z.string().min(1, 'is empty').describe(description);
const seconds = (description: string, usual: number) => z.number().positive().default(usual).describe(description);

const ruleSchema = z
  .strictObject({
    argv: z
      .array(z.string())
      .min(1)
      .describe('A pattern for each argument, with `*` and `?`; a last `...` stands for any further ones.'),
    sudo: z.boolean().describe('May be run with sudo. Default: not.').optional(),
    env: z.array(z.string()).describe('Variables that may be set for it. Default: none.').optional(),
  })
  .describe('A command.');

/** The section `ssh`. */
export const sshSchema = z.strictObject({
  transport: z
    .enum(['ssh2', 'openssh'])
    .default('ssh2')
    .describe("`ssh2`: in this process. `openssh`: the system's ssh, for certificates, ProxyCommand and the like."),
  user: text('Login name where neither `hosts` nor ssh_config names one. Default: who runs opsbook.').optional(),
  keys: z
    .array(
      z
        .strictObject({
          path: pathField('File of the private key.'),
          passphrase: secretField('Its passphrase.').optional(),
        })
        .describe('A private key.'),
    )
    .describe('Keys to log in with, in place of those that ssh_config names.')
    .optional(),
  password: secretField('Password to log in with.').optional(),
  agent: z
    .union([z.literal(false), z.string().min(1)], { error: 'must be a path or false' })
    .meta({
      description: "Socket of the agent, `false` for none. Default: `SSH_AUTH_SOCK`, or ssh_config's.",
      path: true,
    })
    .optional(),
  sudoPassword: secretField('Password for commands with sudo.').optional(),
  config: z
    .array(pathField('A file.'))
    .describe('ssh_config files; an empty list for none. Default: `~/.ssh/config` and `/etc/ssh/ssh_config`.')
    .optional(),
  knownHosts: z
    .array(pathField('A file.'))
    .describe('known_hosts files, in place of those that ssh_config names.')
    .optional(),
  hosts: z
    .record(
      z.string().min(1),
      z
        .strictObject({
          hostname: text('Name or address to connect to. Default: the name here.').optional(),
          port: z.int().min(1).max(65_535).describe('Default: 22.').optional(),
          user: text('Login name.').optional(),
          proxyJump: text('`[user@]host[:port]`, several divided by commas; `none`.').optional(),
        })
        .describe('A host by the name that runbooks are given; counts before ssh_config.'),
    )
    .default({})
    .describe('What differs from ssh_config.'),
  allow: z
    .strictObject({
      commands: z.array(ruleSchema).describe('Commands. Default: none.').optional(),
      uploads: z.array(z.string().startsWith('/')).describe('Patterns of absolute paths. Default: none.').optional(),
      downloads: z.array(z.string().startsWith('/')).describe('Patterns of absolute paths. Default: none.').optional(),
    })
    .describe('If given, nothing else may be run, uploaded or downloaded.')
    .optional(),
  readOnly: z
    .array(ruleSchema)
    .default([])
    .describe('Commands that change nothing: the ones that may be run while planning and looking.'),
  connectTimeout: seconds('Seconds for a TCP connection; ConnectTimeout of ssh_config wins.', 10),
  handshakeTimeout: seconds('Seconds for handshake and login.', 30),
  timeout: seconds('Seconds for a command or a transfer.', 300),
});

export type SshSettings = z.output<typeof sshSchema>;
