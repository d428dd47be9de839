import type { NovaCall } from './nova-call.ts';
import { badRequest, novaError } from './nova-errors.ts';
import { type ServerAction, field } from './server-action.ts';
import { portsOf } from './server-ports.ts';
import type { SimulatedServer } from './compute-records.ts';

/** The actions that put all ports of a server into a security group, or take them out. */
export const SECURITY_GROUP_ACTIONS = {
  addSecurityGroup: {
    recordedAs: 'addSecurityGroup',
    look: (call, server, argument) => {
      const id = groupOf(call, server, argument);
      const ports = portsOf(call.world, server);
      if (ports.some(({ securityGroupIds }) => securityGroupIds.includes(id))) {
        const why = `Invalid input for security_groups. Reason: Duplicate items in the list: '${id}'.`;
        throw badRequest(`${why}\nNeutron server returns request_ids: ['${call.requestId}']`);
      }
      for (const port of ports) port.securityGroupIds.push(id);
      return { status: 202 };
    },
  },
  removeSecurityGroup: {
    recordedAs: 'removeSecurityGroup',
    look: (call, server, argument) => {
      const id = groupOf(call, server, argument);
      const ports = portsOf(call.world, server).filter(({ securityGroupIds }) => securityGroupIds.includes(id));
      if (ports.length === 0) {
        const name = String(field(argument, 'name'));
        throw novaError(404, `Security group ${name} not associated with the instance ${server.id}`);
      }
      for (const port of ports) port.securityGroupIds = port.securityGroupIds.filter((one) => one !== id);
      return { status: 202 };
    },
  },
} satisfies Record<string, ServerAction>;

function groupOf({ world, caller }: NovaCall, _server: SimulatedServer, argument: unknown): string {
  const name = field(argument, 'name') as string;
  const found = world.state.securityGroups.find(
    (group) => group.projectId === caller.projectId && (group.name === name || group.id === name),
  );
  if (found !== undefined) return found.id;
  throw novaError(404, `Security group ${name} is not found for project ${caller.projectId}`);
}
