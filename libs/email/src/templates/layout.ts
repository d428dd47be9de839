import Handlebars from 'handlebars';
import { compileTemplate } from './compile-template.ts';
import type { Letterhead } from './template.ts';

const SOURCE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{subject}}</title>
</head>
<body style="margin:0;padding:24px;font:15px/1.5 system-ui,sans-serif;color:#1f2328;background:#ffffff">
<div style="max-width:680px">
{{body}}
{{#if letterhead}}
<div style="margin-top:32px;padding-top:12px;border-top:1px solid #d0d7de;color:#59636e;font-size:13px">
<p>{{letterhead.name}}{{#each letterhead.signature}}<br>{{this}}{{/each}}</p>
{{#if letterhead.links}}<p>{{#each letterhead.links}}{{#unless @first}}<br>{{/unless}}<a href="{{this.url}}">{{this.title}}</a>{{/each}}</p>{{/if}}
</div>
{{/if}}
</div>
</body>
</html>
`;

let render: ((data: unknown) => string) | undefined;

/** The whole page of a mail around its body, which is html already. */
export function renderLayout(mail: { subject: string; body: string; letterhead: Letterhead | undefined }): string {
  render ??= compileTemplate({ source: SOURCE, partials: {}, what: 'the layout', plain: false });
  const { subject, body, letterhead } = mail;
  return render({
    subject,
    body: new Handlebars.SafeString(body),
    letterhead:
      letterhead === undefined
        ? null
        : { name: letterhead.name, signature: letterhead.signature ?? [], links: letterhead.links ?? [] },
  });
}
