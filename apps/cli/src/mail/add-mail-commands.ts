import type { Command } from 'commander';
import type { Act } from '../program/act.ts';
import type { PreviewOptions } from './preview.ts';

/** `mail preview`. */
export function addMailCommands(program: Command, act: Act): void {
  program
    .command('mail')
    .description('look at the mails that runbooks send')
    .command('preview [template]')
    .description('show templates with their example data in a page on this machine, until Ctrl-C; nothing is sent')
    .option('--out <folder>', 'write .html, .txt and .eml files there instead')
    .option('--port <number>', 'of the page; default a free one')
    .action((template: string | undefined, options: PreviewOptions, command: Command) =>
      act(command, async (session) => (await import('./preview.ts')).preview(session, template, options)),
    );
}
