import * as z from 'zod';

/** What the mails to owners share. */
export const ownerSchema = {
  recipient: z.string().min(1).describe('How the recipient is addressed'),
  cloud: z.string().min(1).describe('The cloud as its users know it'),
  support: z.email().describe('Whom to write to'),
  console: z.url().nullable().describe('Where servers are started and deleted'),
  reminder: z.string().nullable().describe('Which notice it is; null for the first'),
};

export const serverSchema = z.object({
  id: z.string(),
  name: z.string(),
  project: z.string(),
  addresses: z.string(),
});

export const ownerExample = {
  recipient: 'Ada Lovelace',
  cloud: 'Example Cloud',
  support: 'support@example.org',
  console: 'https://cloud.example.org/servers',
  reminder: 'This is the second notice; the first was sent on 2026-11-01.',
};

export const serverExample = {
  id: '3f1d6b0e-98f5-4a4b-b3c5-6f7f7f1f0a11',
  name: 'batch <old> & "unused"',
  project: 'shop',
  addresses: '192.0.2.17',
};

/** Pieces of html that several templates have. */
export const partials = {
  reminder: '{{#if reminder}}<p><strong>{{reminder}}</strong></p>{{/if}}',
  help: '<p>Questions? Write to <a href="mailto:{{support}}">{{support}}</a>{{#if console}}; your servers are at <a href="{{console}}">{{console}}</a>{{/if}}.</p>',
};
