import { type SimulatorAnswer, type SimulatorRequest } from '@opsbook/http/testing';
import { webobError } from './webob-error.ts';

/** What nova and glance answer to a path or a method that they do not know. */
export const nowhere = (request: SimulatorRequest): SimulatorAnswer =>
  webobError(request, 404, 'The resource could not be found.').answer;
