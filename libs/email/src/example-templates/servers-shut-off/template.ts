import * as z from 'zod';
import { defineTemplate } from '../../templates/define-template.ts';
import { body } from './body.ts';

/** Asks people to start or to delete servers that have been off for long. */
export const serversShutOff = defineTemplate({
  name: 'servers-shut-off',
  summary: 'Asks the owner of servers that have been off for long to start or to delete them',
  schema: z.object({
    recipient: z.string().min(1).describe('How the recipient is addressed'),
    cloud: z.string().describe('Name of the cloud, as its users know it'),
    days: z.int().positive().describe('For how many days at least the servers have been off'),
    servers: z
      .array(
        z.object({
          name: z.string(),
          id: z.string(),
          project: z.string(),
          offSince: z.iso.date().describe('Day of the last change'),
        }),
      )
      .min(1),
    console: z.url({ protocol: /^https?$/ }).describe('Where servers are started and deleted'),
  }),
  subject: '{{plural servers.length "server" "servers"}} of yours in {{cloud}} off for {{days}} days or more',
  body,
  example: {
    recipient: 'Ada Lovelace',
    cloud: 'Example Cloud',
    days: 60,
    servers: [
      { name: 'web-1', id: '3f1d6b0e-98f5-4a4b-b3c5-6f7f7f1f0a11', project: 'shop', offSince: '2026-08-02' },
      {
        name: 'batch <old> & "unused"',
        id: 'c0ffee00-1234-4cde-8f01-23456789abcd',
        project: 'research',
        offSince: '2026-05-17',
      },
    ],
    console: 'https://cloud.example.org/servers',
  },
});
