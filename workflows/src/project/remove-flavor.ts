import { refuse } from '@opsbook/runbook';
import { runbook } from '../runbook.ts';
import { FlavorInput, FlavorReport, ensureFlavorAccess, findFlavor } from './flavor-access.ts';

/** Lets a project no longer use a private flavor. */
export const removeFlavorFromProject = runbook({
  name: 'project.remove-flavor',
  summary: 'Let a project no longer use a private flavor',
  description:
    'The project’s servers of that flavor go on. A public flavor is refused: everybody may use it. Cancelling gives the access ' +
    'back if this run took it.',
  risk: 'safe',
  input: FlavorInput,
  output: FlavorReport,
  targets: (input, services) => [services.openstack(input.cloud).targetOf('project', input.project)],
  async run(ctx, input) {
    const found = await findFlavor(ctx, input);
    if (found.flavor.isPublic) refuse(`${found.flavor.name} is public: everybody may use it`);
    await ensureFlavorAccess(ctx, input.cloud, found, false);
    return found;
  },
});
