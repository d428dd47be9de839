export { JiraSimulator, type JiraSimulatorOptions, startJira } from './jira-simulator.ts';
export { type SimulatedAttachment, type SimulatedComment, type SimulatedIssue, type SimulatedLink } from './records.ts';
export {
  type JiraSettings,
  OPS,
  type SimulatedDesk,
  type SimulatedField,
  type SimulatedProject,
  type SimulatedRequestType,
  type SimulatedTransition,
  type SimulatedUser,
} from './settings.ts';
