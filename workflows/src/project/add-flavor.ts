import { runbook } from '../runbook.ts';
import { FlavorInput, FlavorReport, ensureFlavorAccess, findFlavor } from './flavor-access.ts';

/** Lets a project use a private flavor. */
export const addFlavorToProject = runbook({
  name: 'project.add-flavor',
  summary: 'Let a project use a private flavor',
  description:
    'A public flavor needs no access and is left alone, which the report says. Cancelling takes the access back if this run ' +
    'gave it.',
  risk: 'safe',
  input: FlavorInput,
  output: FlavorReport,
  replaces: [
    {
      action: 'project.add.flavor',
      call: { cloud: 'prod', project: 'web', flavor: 'g-a100' },
      better: 'May be run again, and says where a flavor is public anyway.',
    },
  ],
  targets: (input, services) => [services.openstack(input.cloud).targetOf('project', input.project)],
  async run(ctx, input) {
    const found = await findFlavor(ctx, input);
    if (!found.flavor.isPublic) await ensureFlavorAccess(ctx, input.cloud, found, true);
    return found;
  },
});
