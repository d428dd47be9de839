import type { TemplatePreview } from '@opsbook/email';

const STYLE = `body{margin:2rem auto;max-width:60rem;padding:0 1rem;font:15px/1.5 system-ui,sans-serif;color:#1f2328}
a{color:#0550ae}dt{font-weight:600}dd{margin:0 0 .5rem}
iframe,pre{box-sizing:border-box;width:100%;border:1px solid #d0d7de;border-radius:6px}
iframe{height:32rem}pre{padding:1rem;overflow:auto;white-space:pre-wrap}`;

/** The list of templates. */
export function listPage(previews: readonly TemplatePreview[]): string {
  const items = previews.map(
    ({ name, summary, subject }) =>
      `<dt><a href="/${escaped(name)}">${escaped(name)}</a></dt><dd>${escaped(summary)}<br>${escaped(subject)}</dd>`,
  );
  return page('Mail templates', `<h1>Mail templates</h1><dl>${items.join('')}</dl>`);
}

/** One template: headers, html and text. The html stands in a frame in which nothing runs. */
export function templatePage({ name, summary, text, eml }: TemplatePreview): string {
  const path = `/${escaped(name)}`;
  const headers = eml.toString('utf8').split('\r\n\r\n', 1)[0] ?? '';
  return page(
    name,
    `<p><a href="/">All templates</a></p><h1>${escaped(name)}</h1><p>${escaped(summary)}</p>
<p><a href="${path}.html">html</a> <a href="${path}.txt">text</a> <a href="${path}.eml" download>mail file</a></p>
<h2>Headers</h2><pre>${escaped(headers)}</pre>
<h2>html</h2><iframe sandbox src="${path}.html" title="html part"></iframe>
<h2>Text</h2><pre>${escaped(text)}</pre>`,
  );
}

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
