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

export const project = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/)
  .toUpperCase()
  .describe('Key of the Jira project');

export const labels = z
  .array(z.string().regex(/^\S{1,255}$/))
  .default([])
  .describe('Further labels');
