import type { Call } from './call.ts';
import { actionFailed, refused } from './refusal.ts';
import type { ObjectType, Target } from './targets.ts';
import { type World, nameOf } from './world.ts';

/** What an action does with one object it is for. @throws Refusal */
type Action = (world: World, target: Target, call: Call) => Record<string, unknown>;

/** The actions of the API that the simulator knows. */
export const ACTIONS: Readonly<Record<string, { types: readonly ObjectType[]; run: Action }>> = {
  'schedule-downtime': { types: ['Host', 'Service'], run: schedule },
  'remove-downtime': { types: ['Host', 'Service', 'Downtime'], run: remove },
  'process-check-result': { types: ['Host', 'Service'], run: processCheckResult },
};

function schedule(world: World, target: Target, call: Call): Record<string, unknown> {
  const [author, comment] = [call.text('author'), call.text('comment')];
  const [start, end] = [time(call, 'start_time'), time(call, 'end_time')];
  if (author === undefined || comment === undefined || start === undefined || end === undefined)
    throw actionFailed(400, "Options 'start_time', 'end_time', 'author' and 'comment' are required");
  const fixed = call.flag('fixed', true);
  const duration = call.number('duration');
  if (!fixed && duration === undefined) throw actionFailed(400, "Option 'duration' is required for flexible downtime");
  const given = { author, comment, start, end, fixed, duration: duration ?? 0 };
  const at = { host: hostOf(target), service: serviceOf(target) };
  const made = world.addDowntime(at, { ...given, parent: '' });
  const withServices = at.service === '' && call.flag('all_services', false);
  const children = withServices
    ? world.servicesOf(at.host).map((service) => world.addDowntime(service, { ...given, parent: made.name }))
    : [];
  return {
    legacy_id: made.legacyId,
    name: made.name,
    ...(withServices && {
      service_downtimes: children.map(({ legacyId, name }) => ({ legacy_id: legacyId, name })),
    }),
    status: `Successfully scheduled downtime '${made.name}' for object '${target.name}'.`,
  };
}

function time(call: Call, name: string): number | undefined {
  const seconds = call.number(name);
  if (!Number.isNaN(seconds)) return seconds;
  const message = `Error: Can't convert '${call.text(name)}' to a floating point number.\n`;
  throw actionFailed(500, `Action execution failed: '${message}'.`);
}

/** Of a host or service: all that it has, whoever made them. */
function remove(world: World, target: Target): Record<string, unknown> {
  const { type } = target.attrs;
  if (type === 'Downtime') {
    const children = world.removeDowntime(target.name);
    return { status: `Successfully removed downtime '${target.name}' and ${children} child downtimes.` };
  }
  let children = 0;
  const its = world.downtimes.filter((one) => nameOf(one) === target.name);
  for (const { name } of its) children += world.removeDowntime(name);
  return { status: `Successfully removed all downtimes for object '${target.name}' and ${children} child downtimes.` };
}

function processCheckResult(world: World, target: Target, call: Call): Record<string, unknown> {
  const exit = call.number('exit_status');
  if (exit === undefined) throw actionFailed(400, "Parameter 'exit_status' is required.");
  const output = call.text('plugin_output');
  if (output === undefined) throw actionFailed(400, "Parameter 'plugin_output' is required.");
  const service = serviceOf(target);
  if (service === '' && exit !== 0 && exit !== 1)
    throw actionFailed(400, `Invalid 'exit_status' for Host ${target.name}.`);
  const checkable = world.find(hostOf(target), service);
  if (checkable === undefined) throw refused(404, 'No objects found.');
  world.check(checkable, exit >= 0 && exit <= 3 ? exit : 3, output);
  return { status: `Successfully processed check result for object '${target.name}'.` };
}

const serviceOf = ({ attrs }: Target): string => (attrs['type'] === 'Service' ? String(attrs['name']) : '');
const hostOf = ({ attrs }: Target): string => String(attrs['type'] === 'Service' ? attrs['host_name'] : attrs['name']);
