import * as z from 'zod';

export const jira = z
  .string()
  .min(1)
  .optional()
  .describe('Which of the Jiras that are configured; default: the usual one');

export const summary = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .regex(/^[^\r\n]*$/, 'must be one line')
  .describe('Title, one line');

export const jiraFields = z
  .record(z.string().min(1), z.json())
  .default({})
  .describe('Further fields by the names that Jira shows: `{ "Priority": "High" }`');
