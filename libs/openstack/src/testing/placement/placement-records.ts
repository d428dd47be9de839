/** One provider's stock of one resource class, in placement's own names. */
export interface SimulatedInventory {
  total: number;
  reserved: number;
  min_unit: number;
  max_unit: number;
  step_size: number;
  allocation_ratio: number;
}

export interface SimulatedResourceProvider {
  /** Of a hypervisor: its id. */
  id: string;
  name: string;
  parentId: string | null;
  generation: number;
  inventories: Record<string, SimulatedInventory>;
  traits: string[];
  aggregates: string[];
}

/** What one consumer holds. */
export interface SimulatedConsumer {
  /** A server's id, or a migration's uuid. */
  id: string;
  projectId: string;
  userId: string;
  /** `unknown`: whoever wrote it said none, as nova in Zed. */
  type: string;
  generation: number;
  /** Amounts by provider and class. */
  allocations: Record<string, Record<string, number>>;
}
