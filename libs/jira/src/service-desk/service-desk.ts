import * as z from 'zod';
import type { Api } from '../api.ts';
import type { Body, UserRef } from '../body/body.ts';
import { JiraError, fieldsError } from '../errors.ts';
import { fieldValues } from '../issues/field-values.ts';
import { numericId } from '../keys.ts';
import { Listing } from '../listing.ts';
import type { Users } from '../users.ts';
import { type RequestField, requestFieldsSchema } from './request-fields.ts';

export interface ServiceDeskInfo {
  id: string;
  projectKey: string;
  projectName: string;
}

export interface RequestType {
  id: string;
  name: string;
  description: string;
}

export interface NewRequest {
  /** The id of the service desk, or its project's key. */
  serviceDesk: string;
  /** The request type's name or id. */
  requestType: string;
  summary?: string;
  /** The description, sent as wiki markup in both deployments. */
  body?: Body;
  /** Further fields by name or id. */
  fields?: Readonly<Record<string, unknown>>;
  /** The customer; default: who is logged in. */
  onBehalfOf?: UserRef;
  participants?: readonly UserRef[];
}

const PAGE = 50;

const pageOf = <T>(item: z.ZodType<T>) =>
  z.object({ values: z.array(item).default([]), isLastPage: z.boolean().default(true) });

const deskSchema = z.object({ id: z.coerce.string(), projectKey: z.string(), projectName: z.string().default('') });
const typeSchema = z.object({ id: z.coerce.string(), name: z.string(), description: z.string().default('') });
const createdSchema = z
  .object({ issueId: z.coerce.string(), issueKey: z.string() })
  .transform(({ issueId, issueKey }) => ({ id: issueId, key: issueKey }));

/** Jira Service Management: what a customer's portal can do. */
export class ServiceDesk {
  readonly #api: Api;
  readonly #users: Users;

  constructor(api: Api, users: Users) {
    this.#api = api;
    this.#users = users;
  }

  /** The service desks that the account may use. */
  list(): Listing<ServiceDeskInfo> {
    const call = { label: 'list the service desks', answer: pageOf(deskSchema) };
    return pages((at) => this.#api.callDesk(call, (client, { getServiceDesks }) => getServiceDesks(client, at)));
  }

  /** @param serviceDesk its id, or its project's key */
  requestTypes(serviceDesk: string): Listing<RequestType> {
    const call = { label: `list the request types of service desk ${serviceDesk}`, answer: pageOf(typeSchema) };
    let id: Promise<string> | undefined;
    return pages(async (at) => {
      const serviceDeskId = await (id ??= this.#deskId(serviceDesk));
      return this.#api.callDesk(call, (client, { getRequestTypes }) =>
        getRequestTypes(client, { serviceDeskId, ...at }),
      );
    });
  }

  /** What a request of this type asks for. @throws JIRA_NOT_FOUND, listing the types there are */
  async fields(serviceDesk: string, requestType: string): Promise<RequestField[]> {
    const ids = await this.#idsOf(serviceDesk, requestType);
    return (await this.#meta(ids, requestType)).fields;
  }

  /**
   * Makes a request, after its fields were checked; not repeated by the client. There is no marker to find it again by: an error
   * with `outcomeUnknown` leaves it to a person.
   * @throws JIRA_FIELDS before anything is changed, listing every field that is unknown, missing or does not fit
   */
  async create(request: NewRequest): Promise<{ id: string; key: string }> {
    const { serviceDesk, requestType, summary, body, fields = {}, onBehalfOf, participants = [] } = request;
    const what = `request '${requestType}' of service desk ${serviceDesk}`;
    const ids = await this.#idsOf(serviceDesk, requestType);
    const meta = await this.#meta(ids, requestType);
    const lacking = {
      ...(onBehalfOf !== undefined && !meta.canRaiseOnBehalfOf && { onBehalfOf: 'the account may not do that here' }),
      ...(participants.length > 0 && !meta.canAddParticipants && { participants: 'the account may add none here' }),
    };
    if (Object.keys(lacking).length > 0) throw fieldsError(what, lacking);
    const given = { ...(summary !== undefined && { summary }), ...(body !== undefined && { description: body }) };
    // The portal's API takes long texts as wiki markup in both deployments.
    const context = { cloud: false, resolveUser: (user: UserRef) => this.#users.resolve(user) };
    const requestFieldValues = await fieldValues(what, { ...given, ...fields }, meta.fields, context, { except: [] });
    const people = await Promise.all(participants.map((user) => this.#idOf(user)));
    return this.#api.callDesk({ label: what, answer: createdSchema }, async (client, { createCustomerRequest }) =>
      createCustomerRequest(client, {
        serviceDeskId: ids.serviceDeskId,
        requestTypeId: ids.requestTypeId,
        requestFieldValues,
        ...(onBehalfOf !== undefined && { raiseOnBehalfOf: await this.#idOf(onBehalfOf) }),
        ...(people.length > 0 && { requestParticipants: people }),
      }),
    );
  }

  async #meta({ serviceDeskId, requestTypeId }: Ids, requestType: string) {
    const call = { label: `read the fields of '${requestType}'`, answer: requestFieldsSchema };
    return this.#api.callDesk(call, (client, { getRequestTypeFields }) =>
      getRequestTypeFields(client, { serviceDeskId, requestTypeId: Number(requestTypeId) }),
    );
  }

  async #idsOf(serviceDesk: string, requestType: string): Promise<Ids> {
    const serviceDeskId = await this.#deskId(serviceDesk);
    const types = await this.requestTypes(serviceDeskId);
    const found = types.filter(
      ({ id, name }) => id === requestType || name.toLowerCase() === requestType.toLowerCase(),
    );
    const [type, ...others] = found;
    if (type === undefined) {
      const names = types.map(({ name }) => name).join(', ');
      throw new JiraError(
        'JIRA_NOT_FOUND',
        `service desk ${serviceDesk} has no request type '${requestType}': there are ${names}`,
      );
    }
    if (others.length === 0) return { serviceDeskId, requestTypeId: type.id };
    const ids = found.map(({ id }) => id).join(', ');
    throw new JiraError(
      'JIRA_AMBIGUOUS',
      `several request types are called '${requestType}': give one of the ids ${ids}`,
    );
  }

  async #deskId(serviceDesk: string): Promise<string> {
    if (/^\d+$/.test(serviceDesk)) return numericId(serviceDesk, 'a service desk');
    const desks = await this.list();
    const found = desks.find(({ projectKey }) => projectKey.toLowerCase() === serviceDesk.toLowerCase());
    if (found !== undefined) return found.id;
    const keys = desks.map(({ projectKey }) => projectKey).join(', ');
    throw new JiraError('JIRA_NOT_FOUND', `there is no service desk '${serviceDesk}': there are ${keys}`);
  }

  async #idOf(user: UserRef): Promise<string> {
    const wire = await this.#users.resolve(user);
    return 'accountId' in wire ? wire.accountId : wire.name;
  }
}

interface Ids {
  serviceDeskId: string;
  requestTypeId: string;
}

const pages = <T>(read: (at: { start: number; limit: number }) => Promise<{ values: T[]; isLastPage: boolean }>) =>
  new Listing<T>(async function* () {
    for (let start = 0; ;) {
      const { values, isLastPage } = await read({ start, limit: PAGE });
      yield values;
      start += values.length;
      if (isLastPage || values.length === 0) return;
    }
  });
