export { type SmtpFault, type SmtpFaultOptions, type SmtpFaults, type SmtpStage } from './faults.ts';
export { MailSimulator, type MailSimulatorOptions, startMailServer } from './mail-simulator.ts';
export { type SimulatedMail, type SimulatedSession } from './records.ts';
