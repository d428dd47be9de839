export { StackstormError, type StackstormErrorCode, isStackstormError } from './errors.ts';
export { type StackstormClient, type StackstormOptions, stackstorm } from './stackstorm.ts';
