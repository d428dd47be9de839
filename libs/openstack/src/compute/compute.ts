import { ServiceClient } from '../core/service-client.ts';
import type { Session } from '../core/session.ts';
import { Aggregates } from './aggregates.ts';
import { ComputeServices } from './compute-services.ts';
import { Flavors } from './flavors.ts';
import { Hypervisors } from './hypervisors.ts';
import { InstanceActions } from './instance-actions.ts';
import { Migrations } from './migrations.ts';
import { NOVA } from './nova.ts';
import { Servers } from './servers.ts';

/** Nova. */
export class Compute {
  readonly services: ComputeServices;
  readonly hypervisors: Hypervisors;
  readonly servers: Servers;
  readonly migrations: Migrations;
  readonly instanceActions: InstanceActions;
  readonly aggregates: Aggregates;
  readonly flavors: Flavors;

  constructor(session: Session) {
    const nova = new ServiceClient(session, NOVA);
    this.services = new ComputeServices(nova);
    this.hypervisors = new Hypervisors(nova);
    this.servers = new Servers(nova);
    this.migrations = new Migrations(nova);
    this.instanceActions = new InstanceActions(nova);
    this.aggregates = new Aggregates(nova);
    this.flavors = new Flavors(nova);
  }
}
