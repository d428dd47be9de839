export { type Render, liveParameters } from './templates/live-parameters.ts';
