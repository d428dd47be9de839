import { Secret } from '@opsbook/context';

/** The value inside a Secret, any other value as it is. To be called only where the value is sent. */
export function reveal(value: unknown): unknown {
  return isSecret(value) ? value.reveal() : value;
}

// By shape as well: the caller may have another copy of the context package, and `***` must not be sent as a password.
const isSecret = (value: unknown): value is { reveal(): string } =>
  value instanceof Secret ||
  (typeof value === 'object' && value !== null && typeof (value as { reveal?: unknown }).reveal === 'function');
