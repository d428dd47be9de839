import { absent, done } from '@opsbook/runbook';
import * as z from 'zod';
import { cloud, group, userDomain, users } from '../fields.ts';
import { findActors } from '../project/find-actors.ts';
import { refuseFaults } from '../project/look-up.ts';
import { PeopleReport, failIfAny, peopleReport } from '../project/people-report.ts';
import { runbook } from '../runbook.ts';

/** Puts users into a group. */
export const addUsersToGroup = runbook({
  name: 'user.add-to-group',
  summary: 'Put users into a group',
  description:
    'Looks up group and users first, in one domain if it is given, and refuses the run with all that are not to be found. ' +
    'Members stay as they are. The group’s roles are good from a user’s next login. Cancelling takes out those that this ' +
    'run put in, which ends their tokens.',
  risk: 'safe',
  input: z.strictObject({ cloud, group, users, userDomain }),
  output: z.object({ group: z.object({ id: z.string(), name: z.string() }), people: PeopleReport }),
  replaces: [
    {
      action: 'group.add.user',
      call: { cloud: 'prod', group: 'web-developers', users: ['carol'], userDomain: 'default' },
      better: 'Works, and takes several users with a line for each in the report.',
    },
  ],
  targets: (input, services) => [services.openstack(input.cloud).targetOf('group', input.group)],
  async run(ctx, input) {
    const { groups } = ctx.services.openstack(input.cloud).identity;
    const domain = input.userDomain ?? ctx.services.config.projects.userDomain;
    const [theirs, people] = await Promise.all([
      findActors(ctx, { cloud: input.cloud, names: [input.group], domain, what: 'group' }),
      findActors(ctx, { cloud: input.cloud, names: input.users, domain, what: 'user' }),
    ]);
    refuseFaults([...theirs, ...people].flatMap(({ fault }) => fault ?? []));
    const [theGroup] = theirs.flatMap((one) => one.found ?? []) as [{ id: string; name: string }];
    const wanted = people.flatMap((one) => one.found ?? []);
    const added = await ctx.each(
      'user',
      wanted,
      { key: ({ id }) => id, label: ({ name }) => name, maxFailures: Infinity },
      (step, { id }) =>
        step.ensure('in the group', {
          check: async () => ((await groups.hasMember(theGroup.id, id)) ? done() : absent()),
          change: () => groups.addMember(theGroup.id, id),
          undo: () => groups.removeMember(theGroup.id, id),
          assume: undefined,
        }),
    );
    return failIfAny({ group: theGroup, people: peopleReport(wanted, added) });
  },
});
