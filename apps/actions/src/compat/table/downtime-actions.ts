import type { CompatAction, CompatParameter, Given, Scalar } from '../compat-action.ts';
import { CompatFault } from '../compat-fault.ts';
import { lowerCase } from '../converters.ts';
import { count, flag, text } from '../given.ts';
import { londonTime } from '../london-time.ts';
import { alertmanagerOfCloud, hypervisorName, icingaAccount, icingaOfCloud } from '../parameters.ts';

const objectType = {
  type: 'string',
  description: 'What it is',
  required: true,
  default: 'Host',
  enum: ['Host', 'Service'],
} as const;

const objectName = {
  type: 'string',
  description: 'Name of the host; of a service `HOST!SERVICE`',
  required: true,
} as const;

const shown: Readonly<Record<string, CompatParameter>> = {
  properties_to_select: {
    type: 'array',
    description: 'Not used any more',
    default: ['name', 'state'],
    ignored: 'every object is given with name, host, state, output, since, acknowledged and inDowntime',
  },
  joins: {
    type: 'array',
    description: 'Not used any more',
    ignored: 'every object is given with its host, and nothing else of it',
  },
  output_type: {
    type: 'string',
    description: 'Not used any more',
    default: 'table',
    enum: ['dict', 'table'],
    ignored: 'the result is JSON',
  },
  icinga_account_name: icingaAccount,
};

const kind = { ...objectType, to: 'kind', as: lowerCase };

/** Keeping alerts quiet, and asking Icinga. */
export const downtimeActions: readonly CompatAction[] = [
  {
    name: 'hypervisor.downtime',
    description: 'Silences the alerts of a hypervisor',
    runbook: 'hypervisor.silence',
    parameters: {
      hypervisor_name: hypervisorName,
      end_time: {
        type: 'string',
        description: 'Its end, UTC: `2030-01-31 18:00`; this or duration',
        to: 'until',
        as: utc,
      },
      duration: { type: 'string', description: 'How long from now: `2d`, `3d 12h`; this or end_time', to: 'duration' },
      comment: { type: 'string', description: 'Why', required: true, to: 'comment' },
      icinga_account_name: icingaOfCloud,
      alertmanager_account_name: alertmanagerOfCloud,
      set_silence: { type: 'boolean', description: 'Silence its alerts', required: true, default: true },
      set_downtime: {
        type: 'boolean',
        description: 'Schedule a downtime in Icinga',
        required: true,
        default: false,
        ignored: 'a downtime is made where the configuration says that Icinga watches the cloud, and only there',
      },
    },
    input: refuseDowntimeAlone,
    changed:
      'Minutes count, and what is no duration is refused. Run again it makes nothing twice. A downtime alone is icinga.schedule.downtime. The cloud is defaults.cloud.',
  },
  {
    name: 'icinga.schedule.downtime',
    description: 'Schedules a downtime of a host or a service in Icinga',
    runbook: 'downtime.schedule',
    parameters: {
      name: objectName,
      start_time: { type: 'string', description: 'Its begin, UK time: `31/01/30 18:00:00`', required: true },
      end_time: { type: 'string', description: 'Its end, UK time: `31/01/30 20:00:00`', required: true },
      duration: { type: 'integer', description: 'Seconds that a flexible one lasts' },
      comment: { type: 'string', description: 'Why', required: true, to: 'comment' },
      is_fixed: {
        type: 'boolean',
        description: 'From begin to end, and not from the first problem between',
        default: true,
      },
      object_type: objectType,
      icinga_account_name: icingaAccount,
    },
    input: (given) => ({
      ...hostOf(given),
      start: londonTime('start_time', text(given, 'start_time')),
      until: londonTime('end_time', text(given, 'end_time')),
      flexibleFor: flexibleFor(given),
    }),
    changed:
      'A service is named with its host, so that only that one is meant. The same downtime again is not made twice, and its id is told.',
  },
  {
    name: 'icinga.remove.downtime',
    description: 'Removes downtimes that runbooks have scheduled in Icinga',
    runbook: 'downtime.remove',
    parameters: { name: objectName, object_type: objectType, icinga_account_name: icingaAccount },
    input: hostOf,
    changed: 'Removes what runs have made; what people have made stays and is named. A service is named with its host.',
  },
  {
    name: 'icinga.search.by.name',
    description: 'Finds hosts or services of the team in Icinga by name',
    runbook: 'downtime.find-objects',
    parameters: {
      object_type: kind,
      name: { type: 'string', description: 'Name with * and ? for any characters', required: true, to: 'name' },
      ...shown,
    },
    constants: { vars: { team: 'cloud' } },
    changed: 'States have names, and the answer is a list.',
  },
  {
    name: 'icinga.search.by.state',
    description: 'Finds hosts or services of the team in Icinga by state',
    runbook: 'downtime.find-objects',
    parameters: {
      object_type: kind,
      state: {
        type: 'string',
        description: 'Of hosts UP or DOWN, of services the others',
        required: true,
        default: 'UP',
        enum: ['UP', 'DOWN', 'OK', 'WARNING', 'CRITICAL', 'UNKOWN', 'UNKNOWN'],
        to: 'state',
        as: (value) => (value === 'UNKOWN' ? 'UNKNOWN' : value),
      },
      ...shown,
    },
    constants: { vars: { team: 'cloud' } },
    changed: 'UNKNOWN is also known by its right spelling. A state that the kind does not have is refused.',
  },
];

function utc(value: Scalar): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d)$/.exec(String(value).trim()) ?? [];
  if (day === undefined) throw new CompatFault('end_time', 'must be a time in UTC as 2030-01-31 18:00');
  return `${day}T${time ?? ''}:00Z`;
}

function refuseDowntimeAlone(given: Given): Record<string, never> {
  if (flag(given, 'set_silence')) return {};
  const instead = flag(given, 'set_downtime') ? ': icinga.schedule.downtime makes a downtime alone' : '';
  throw new CompatFault('set_silence', `nothing is silenced for ${text(given, 'hypervisor_name')}${instead}`);
}

function hostOf(given: Given): { host: string; service?: string } {
  const name = text(given, 'name');
  const [host = '', ...service] = name.split('!');
  if (given['object_type'] !== 'Service') return { host: name };
  if (service.length === 0 || host === '') {
    throw new CompatFault('name', `a service is named with its host: HOST!${name}`);
  }
  return { host, service: service.join('!') };
}

function flexibleFor(given: Given): number | undefined {
  if (given['is_fixed'] !== false) return undefined;
  const seconds = count(given, 'duration');
  if (seconds <= 0) throw new CompatFault('duration', 'a flexible downtime needs the seconds that it lasts');
  return seconds;
}
