import { ServiceClient } from '../core/service-client.ts';
import type { Session } from '../core/session.ts';
import { Aggregates } from './aggregates.ts';
import { AvailabilityZones } from './availability-zones.ts';
import { Limits } from './compute-limits.ts';
import { ComputeQuotas } from './compute-quotas.ts';
import { ComputeServices } from './compute-services.ts';
import { FlavorAccess } from './flavor-access.ts';
import { FlavorExtraSpecs } from './flavor-extra-specs.ts';
import { Flavors } from './flavors.ts';
import { Hypervisors } from './hypervisors.ts';
import { InstanceActions } from './instance-actions.ts';
import { Keypairs } from './keypairs.ts';
import { Migrations } from './migrations.ts';
import { NOVA } from './nova.ts';
import { ServerGroups } from './server-groups.ts';
import { ServerInterfaces } from './server-interfaces.ts';
import { ServerMetadata } from './server-metadata.ts';
import { ServerSecurityGroups } from './server-security-groups.ts';
import { ServerTags } from './server-tags.ts';
import { Servers } from './servers.ts';
import { VolumeAttachments } from './volume-attachments.ts';

/** Nova. */
export class Compute {
  readonly services: ComputeServices;
  readonly hypervisors: Hypervisors;
  readonly servers: Servers;
  readonly serverMetadata: ServerMetadata;
  readonly serverTags: ServerTags;
  readonly serverInterfaces: ServerInterfaces;
  readonly serverSecurityGroups: ServerSecurityGroups;
  readonly serverGroups: ServerGroups;
  readonly volumeAttachments: VolumeAttachments;
  readonly migrations: Migrations;
  readonly instanceActions: InstanceActions;
  readonly keypairs: Keypairs;
  readonly aggregates: Aggregates;
  readonly availabilityZones: AvailabilityZones;
  readonly flavors: Flavors;
  readonly flavorAccess: FlavorAccess;
  readonly flavorExtraSpecs: FlavorExtraSpecs;
  readonly quotas: ComputeQuotas;
  readonly limits: Limits;

  constructor(session: Session) {
    const nova = new ServiceClient(session, NOVA);
    this.services = new ComputeServices(nova);
    this.hypervisors = new Hypervisors(nova);
    this.servers = new Servers(nova);
    this.serverMetadata = new ServerMetadata(nova);
    this.serverTags = new ServerTags(nova);
    this.serverInterfaces = new ServerInterfaces(nova);
    this.serverSecurityGroups = new ServerSecurityGroups(nova);
    this.serverGroups = new ServerGroups(nova);
    this.volumeAttachments = new VolumeAttachments(nova);
    this.migrations = new Migrations(nova);
    this.instanceActions = new InstanceActions(nova);
    this.keypairs = new Keypairs(nova);
    this.aggregates = new Aggregates(nova);
    this.availabilityZones = new AvailabilityZones(nova);
    this.flavors = new Flavors(nova);
    this.flavorAccess = new FlavorAccess(nova);
    this.flavorExtraSpecs = new FlavorExtraSpecs(nova);
    this.quotas = new ComputeQuotas(nova);
    this.limits = new Limits(nova);
  }
}
