/** What the hypervisor counts of a server since it was started there; null: the driver cannot tell. */
export interface ServerDiagnostics {
  /** `running`, `paused`, ... */
  state: string;
  /** `libvirt`, `ironic`, ... */
  driver: string;
  uptimeSeconds: number | null;
  memory: { maximumMiB: number | null; usedMiB: number | null };
  /** Processor time, a line per virtual processor. */
  cpus: { timeNanoseconds: number | null }[];
  disks: { readBytes: number | null; writeBytes: number | null; errors: number | null }[];
  nics: { mac: string | null; receivedBytes: number | null; sentBytes: number | null; errors: number | null }[];
}

/** Nova's own form of it, the same for every driver since 2.48. */
export interface NovaDiagnostics {
  state: string;
  driver: string;
  uptime: number | null;
  memory_details: { maximum: number | null; used: number | null };
  cpu_details: { time: number | null }[];
  disk_details: { read_bytes: number | null; write_bytes: number | null; errors_count: number | null }[];
  nic_details: {
    mac_address: string | null;
    rx_octets: number | null;
    rx_errors: number | null;
    tx_octets: number | null;
    tx_errors: number | null;
  }[];
}

export const serverDiagnostics = (raw: NovaDiagnostics): ServerDiagnostics => ({
  state: raw.state,
  driver: raw.driver,
  uptimeSeconds: raw.uptime,
  memory: { maximumMiB: raw.memory_details.maximum, usedMiB: raw.memory_details.used },
  cpus: raw.cpu_details.map(({ time }) => ({ timeNanoseconds: time })),
  disks: raw.disk_details.map((disk) => ({
    readBytes: disk.read_bytes,
    writeBytes: disk.write_bytes,
    errors: disk.errors_count,
  })),
  nics: raw.nic_details.map((nic) => ({
    mac: nic.mac_address,
    receivedBytes: nic.rx_octets,
    sentBytes: nic.tx_octets,
    errors: nic.rx_errors === null || nic.tx_errors === null ? null : nic.rx_errors + nic.tx_errors,
  })),
});
