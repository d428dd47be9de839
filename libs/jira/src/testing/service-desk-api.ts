import type { SimulatorRequest } from '@opsbook/http/testing';
import type { Api } from './api.ts';
import { allowedValues, fieldsOf, isLongText, metaOf } from './field-book.ts';
import { type Fields, bodyOf, isFields } from './fields.ts';
import { deskRefused } from './refusal.ts';
import type { SimulatedDesk, SimulatedField, SimulatedProject, SimulatedRequestType } from './settings.ts';
import type { World } from './world.ts';

/** `/rest/servicedeskapi`: desks, request types, their fields, and requests. */
export function serveServiceDesk(api: Api): void {
  const { world } = api;
  const desks = () => world.settings.serviceDesks;
  api.route('GET', '/rest/servicedeskapi/servicedesk', (request) =>
    page(
      world,
      request,
      desks().map(({ id, projectKey }) => ({
        id,
        projectId: '1',
        projectKey,
        projectName: world.project(projectKey)?.name,
      })),
    ),
  );
  api.route('GET', '/rest/servicedeskapi/servicedesk/:desk/requesttype', (request) =>
    page(
      world,
      request,
      deskOf(world, request.params['desk']).requestTypes.map(({ id, name }) => ({ id, name, description: '' })),
    ),
  );
  api.route('GET', '/rest/servicedeskapi/servicedesk/:desk/requesttype/:type/field', ({ params }) => {
    const desk = deskOf(world, params['desk']);
    const fields = requestFields(world, desk, typeOf(desk, params['type']));
    const requestTypeFields = fields.map(({ field, required }) => fieldView(field, required));
    return { status: 200, body: { requestTypeFields, canRaiseOnBehalfOf: true, canAddRequestParticipants: true } };
  });
  api.route('POST', '/rest/servicedeskapi/request', ({ body }) => {
    const { issue, type } = create(world, bodyOf(body));
    return {
      status: 201,
      body: { issueId: issue.id, issueKey: issue.key, requestTypeId: type.id, serviceDeskId: issue.project },
    };
  });
}

function page(world: World, { query }: SimulatorRequest, all: readonly unknown[]) {
  const start = Number(query.get('start') ?? 0);
  const limit = Math.min(Number(query.get('limit') ?? 50), world.settings.pageSize);
  const values = all.slice(start, start + limit);
  return {
    status: 200,
    body: { size: values.length, start, limit, isLastPage: start + values.length >= all.length, values },
  };
}

function deskOf(world: World, id = ''): SimulatedDesk {
  const desk = world.settings.serviceDesks.find((one) => one.id === id);
  if (desk !== undefined) return desk;
  throw deskRefused(404, 'The Service Desk for which you are trying to perform the operation does not exist.');
}

function typeOf({ requestTypes }: SimulatedDesk, id = ''): SimulatedRequestType {
  const type = requestTypes.find((one) => one.id === id);
  if (type !== undefined) return type;
  throw deskRefused(404, 'The request type you are trying to view does not exist.');
}

function requestFields(world: World, desk: SimulatedDesk, { issueType, fields }: SimulatedRequestType) {
  const all = fieldsOf(world, world.project(desk.projectKey) as SimulatedProject, issueType);
  return fields.flatMap((name) => {
    const field = all.find(({ id }) => id === name.replace('*', ''));
    return field === undefined ? [] : [{ field, required: name.endsWith('*') }];
  });
}

const fieldView = (field: SimulatedField, required: boolean) => ({
  fieldId: field.id,
  name: field.name,
  description: '',
  required,
  defaultValues: [],
  validValues: allowedValues(field).map((value) => {
    const { id, name, value: label } = value as Record<string, string>;
    return { value: id, label: name ?? label, children: [] };
  }),
  jiraSchema: metaOf(field, required)['schema'],
});

function create(world: World, posted: Fields) {
  const desk = deskOf(world, String(posted['serviceDeskId']));
  const type = typeOf(desk, String(posted['requestTypeId']));
  const values = isFields(posted['requestFieldValues']) ? posted['requestFieldValues'] : {};
  const fields = requestFields(world, desk, type);
  const unknown = Object.keys(values).find((id) => !fields.some(({ field }) => field.id === id));
  if (unknown !== undefined) throw deskRefused(400, `The field '${unknown}' is not valid for this request type.`);
  const missing = fields.filter(({ field, required }) => required && (values[field.id] ?? '') === '');
  if (missing.length > 0) {
    throw deskRefused(
      400,
      `Your request could not be created. Please check the fields have been correctly filled in. ${missing.map(({ field }) => `${field.name} is required.`).join(' ')}`,
    );
  }
  const noText = fields.find(({ field }) => isLongText(field) && typeof (values[field.id] ?? '') !== 'string');
  if (noText !== undefined) throw deskRefused(400, `${noText.field.name}: data was not a text`);
  const customer = (posted['raiseOnBehalfOf'] as string | undefined) ?? world.settings.account;
  if (world.user(customer) === undefined) throw deskRefused(400, `The user '${customer}' does not exist.`);
  const issue = world.add({
    project: desk.projectKey,
    type: type.issueType,
    fields: { ...values },
    reporter: customer,
  });
  issue.requestType = type.id;
  issue.watchers.push(...((posted['requestParticipants'] ?? []) as string[]));
  return { issue, type };
}
