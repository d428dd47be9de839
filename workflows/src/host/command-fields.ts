import * as z from 'zod';

/** What is run, and where. */
export const commandFields = {
  hosts: z
    .array(z.string().min(1).max(255).regex(/^[^-]/, 'may not begin with a dash'))
    .min(1)
    .max(500)
    .describe('Hosts, by the names that SSH knows'),
  argv: z
    .array(z.string().max(4096))
    .min(1)
    .max(200)
    .describe('The program and its arguments, just as it gets them: no shell reads them'),
  timeout: z.int().min(1).max(43_200).default(300).describe('Seconds that it may take'),
  concurrency: z.int().min(1).max(50).default(4).describe('Hosts at once'),
  maxOutput: z.int().min(0).max(65_536).default(4096).describe('Bytes kept of what it writes to stdout, and to stderr'),
};

/** What a command came to on one host. */
export const CommandReport = z.object({
  host: z.string(),
  ok: z.boolean().describe('Whether it exited with 0'),
  code: z.int().nullable().describe('Exit status; null where a signal ended it, or it did not run'),
  signal: z.string().nullable(),
  stdout: z.string(),
  stderr: z.string(),
  truncated: z.boolean().describe('Whether there was more output than is kept'),
  why: z.string().nullable().describe('Why it did not run, or did not exit with 0'),
});

export type CommandReport = z.output<typeof CommandReport>;
