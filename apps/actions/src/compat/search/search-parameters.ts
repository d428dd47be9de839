import type { CompatParameter } from '../compat-action.ts';
import { lowerCase } from '../converters.ts';
import { cloudAccount, fixed, outputType } from '../parameters.ts';
import type { SearchKind } from './search-kind.ts';

/** What every search of a kind takes, in three parts: the condition's own parameters stand between them. */
export function searchParameters(kind: SearchKind): Readonly<Record<'first' | 'scope' | 'last', Parameters>> {
  const names = Object.keys(kind.properties);
  return {
    first: {
      query_type: fixed(kind.queryType),
      ...(kind.asAdmin && { as_admin: fixed(true, 'boolean') }),
      cloud_account: cloudAccount,
      properties_to_select: {
        type: 'array',
        description: 'Columns; empty: all',
        default: [...(kind.shown ?? names)],
      },
      output_type: outputType,
    },
    scope: SCOPES[kind.scope],
    last: {
      group_by: {
        type: 'string',
        description: 'Property whose values make the groups',
        ...(kind.groups !== undefined && { enum: kind.groups }),
      },
      sort_by: { type: 'array', description: 'Properties to sort by, ascending' },
      webhook: {
        type: 'string',
        description:
          'Refused: a search changes nothing. opsbook’s own server_migrate_selected moves what a query finds',
      },
    },
  };
}

type Parameters = Readonly<Record<string, CompatParameter>>;

const SCOPES: Readonly<Record<SearchKind['scope'], Parameters>> = {
  none: {},
  projects: {
    from_projects: {
      type: 'array',
      description: 'Only of these projects, by name or id',
    },
    all_projects: {
      type: 'boolean',
      description: 'Of every project, where none are named; otherwise of the own',
      required: true,
      default: true,
    },
  },
  domain: {
    from_domain: {
      type: 'string',
      description: 'Domain of the users',
      required: true,
      default: 'STFC',
      enum: ['STFC', 'DEFAULT', 'OPENID'],
      to: 'domain',
      as: lowerCase,
    },
  },
};
