import { type MailTemplate, type TemplatePreview, previewTemplate } from '@opsbook/email';
import { mailTemplates } from '@opsbook/workflows';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { parseCount } from '../format/parse-count.ts';
import type { Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';
import { startPreviewServer } from './preview-server.ts';
import { writePreviews } from './write-previews.ts';

export interface PreviewOptions {
  out?: string;
  port?: string;
}

/** `opsbook mail preview`. */
export async function preview(
  session: Session,
  name: string | undefined,
  { out, port }: PreviewOptions,
): Promise<ExitCode> {
  if (out !== undefined && port !== undefined) throw new UsageError('give --out or --port, not both');
  const given = port === undefined ? 0 : parseCount('--port', port);
  if (given > 65_535) throw new UsageError(`--port must be at most 65535, not '${port}'`);
  const previews: TemplatePreview[] = [];
  for (const template of chosen(name)) previews.push(await previewTemplate(template));
  if (out === undefined) return serve(session, previews, given);
  const files = writePreviews(session.terminal.cwd, out, previews);
  if (session.json) session.printJson(files);
  else session.print(files.map((file) => `${file}\n`).join(''));
  return EXIT.done;
}

function chosen(name: string | undefined): readonly MailTemplate[] {
  const found = name === undefined ? mailTemplates : mailTemplates.filter((one) => one.name === name);
  if (found.length > 0) return found;
  const known = mailTemplates.map((one) => one.name).join(', ');
  throw new UsageError(`there is no template '${name}'; known are ${known}`);
}

async function serve(session: Session, previews: readonly TemplatePreview[], port: number): Promise<ExitCode> {
  const server = await startPreviewServer(previews, port);
  try {
    if (session.json) session.printJson({ url: server.url });
    else session.print(`${server.url}\n`);
    session.note('Open this page in a browser. Ctrl-C ends it.\n');
    await new Promise<void>((resolve) => {
      const release = session.terminal.onStop(() => {
        release();
        resolve();
      });
    });
    return EXIT.done;
  } finally {
    await server.stop();
  }
}
