import { type RunContext, refuse } from '@opsbook/runbook';
import type { Letterhead } from '@opsbook/email';
import type { Services } from '@opsbook/services';

/** What mails to users say about the site. */
export interface SiteFacts {
  /** The cloud as its users know it. */
  cloud: string;
  support: string;
  console: string | null;
  letterhead: Letterhead | undefined;
}

/** The cloud as its users know it. */
export const cloudNameOf = ({ services: { config } }: RunContext<Services>, cloud: string): string =>
  config.notifications.cloudNames[cloud] ?? cloud;

/** Refuses as long as the configuration does not say whom users can write to. */
export function siteFacts(ctx: RunContext<Services>, cloud: string): SiteFacts {
  const { support, console = null, letterhead } = ctx.services.config.notifications;
  if (support === undefined) refuse("nobody is named whom users can write to: set 'notifications.support'");
  return { cloud: cloudNameOf(ctx, cloud), support, console, letterhead };
}
