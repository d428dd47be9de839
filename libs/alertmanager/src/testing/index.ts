export {
  AlertmanagerSimulator,
  type AlertmanagerSimulatorOptions,
  startAlertmanager,
} from './alertmanager-simulator.ts';
export { type SimulatedAlert, type SimulatedNotification, type SimulatedSilence, type Stamp } from './records.ts';
export { type AlertmanagerSettings, type InhibitRule, type ReceiverSettings, type RouteSettings } from './settings.ts';
