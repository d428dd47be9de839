/** Clients keep connections open; whoever built them closes them. */
export function closeServices(services: unknown): void {
  (services as { close?: () => void } | undefined)?.close?.();
}
