// On its own, so that an action under its own name does not load the table of the old ones.
export { compatRequest } from '@opsbook/actions';
