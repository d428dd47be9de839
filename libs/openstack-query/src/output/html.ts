import { cellText } from './cell.ts';
import type { Format } from './format.ts';
import { visible } from './visible.ts';

/** Tables for a page or a mail, one per group. */
export const html: Format = async function* ({ columns, grouped, chunks }, { resource }) {
  const head = `<thead><tr>${columns.map((column) => `<th>${escape(column)}</th>`).join('')}</tr></thead>`;
  let open = false;
  for await (const { group, rows } of chunks) {
    if (!grouped && rows.length === 0) continue;
    if (grouped || !open) {
      const caption = grouped ? `<caption>${escape(cellText(group, '-'))}</caption>` : '';
      yield `<table>\n${caption}${head}\n<tbody>\n`;
      open = true;
    }
    yield rows.map((row) => `<tr>${row.map(cell).join('')}</tr>\n`).join('');
    if (grouped) yield '</tbody>\n</table>\n';
  }
  if (!grouped && open) yield '</tbody>\n</table>\n';
  if (!open) yield `<p>No ${escape(resource)} found.</p>\n`;
};

const cell = (value: unknown): string => `<td>${escape(cellText(value, ''))}</td>`;

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escape = (text: string): string =>
  visible(text).replace(/[&<>"']/g, (found) => ESCAPES[found as keyof typeof ESCAPES]);
