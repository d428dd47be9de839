export type { FakeFile, FakeUser } from './fake-host.ts';
export type { Faults, SshFault } from './faults.ts';
export type { Answer, RecordedRun, Reply } from './replies.ts';
export { type SshSimulator, type SshSimulatorOptions, startSsh } from './ssh-simulator.ts';
