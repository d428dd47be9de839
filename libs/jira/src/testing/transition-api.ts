import type { SimulatorRequest } from '@opsbook/http/testing';
import type { Api } from './api.ts';
import { checkFields, metaOf } from './field-book.ts';
import { type Fields, at, bodyOf, isFields } from './fields.ts';
import type { SimulatedIssue } from './records.ts';
import { refused } from './refusal.ts';
import type { SimulatedProject, SimulatedTransition } from './settings.ts';
import { statusView } from './views.ts';

/** `/issue/{key}/transitions`, and the statuses of a project. */
export function serveTransitions(api: Api): void {
  const { world } = api;
  const issueOf = ({ params }: SimulatorRequest): SimulatedIssue => world.issue(params['key'] ?? '');
  const projectOf = ({ project }: SimulatedIssue) => world.project(project) as SimulatedProject;
  const possible = (issue: SimulatedIssue): SimulatedTransition[] =>
    projectOf(issue).transitions.filter(({ from }) => from === undefined || from.includes(issue.status));
  const screenOf = (issue: SimulatedIssue, { screen = [] }: SimulatedTransition) =>
    projectOf(issue).fields.filter(({ id }) => screen.includes(id));

  api.platform('GET', '/project/:key/statuses', ({ params }) => {
    const project = world.project(params['key'] ?? '');
    if (project === undefined) throw refused(404, `No project could be found with key '${params['key'] ?? ''}'.`);
    const statuses = Object.keys(project.statuses).map((status) => statusView(world, project.key, status));
    return { status: 200, body: project.types.map((name, index) => ({ id: String(index + 1), name, statuses })) };
  });
  api.platform('GET', '/issue/:key/transitions', (request) => {
    const issue = issueOf(request);
    const withFields = (request.query.get('expand') ?? '').split(',').includes('transitions.fields');
    const transitions = possible(issue).map((transition) => {
      const { id, name, to, required = [] } = transition;
      const fields = screenOf(issue, transition).map((field) => [field.id, metaOf(field, required.includes(field.id))]);
      const shown = { id, name, to: statusView(world, issue.project, to), hasScreen: fields.length > 0 };
      return withFields ? { ...shown, fields: Object.fromEntries(fields) as Fields } : shown;
    });
    return { status: 200, body: { expand: 'transitions', transitions } };
  });
  api.platform('POST', '/issue/:key/transitions', (request) => {
    const issue = issueOf(request);
    const { transition: wanted, fields } = bodyOf(request.body);
    const id = String(at(wanted, 'id'));
    const transition = possible(issue).find((one) => one.id === id);
    if (transition === undefined) {
      const name = projectOf(issue).transitions.find((one) => one.id === id)?.name;
      throw refused(
        400,
        name === undefined
          ? `Transition id '${id}' is not valid for this issue.`
          : `It seems that you have tried to perform a workflow operation (${name}) that is not valid for the current state of this issue (${issue.key}). The likely cause is that somebody has changed the issue recently, please look at the issue history for details.`,
      );
    }
    const given = isFields(fields) ? fields : {};
    const kept = checkFields(world, given, screenOf(issue, transition), transition.required ?? []);
    Object.assign(issue.fields, kept);
    world.move(issue, transition.to);
    return { status: 204 };
  });
}
