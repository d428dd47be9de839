import type { Matcher } from '@opsbook/alertmanager';
import type { SilenceSettings } from '@opsbook/services';

/** What silences a hypervisor's alerts: the matcher of each of the silences that the configuration wants. */
export function silenceMatchers(hypervisor: string, settings: readonly SilenceSettings[]): Matcher[] {
  return settings.map(({ label, value, regex }) => ({
    name: label,
    operator: regex ? ('=~' as const) : ('=' as const),
    value: value.replaceAll('{hypervisor}', () => (regex ? quoted(hypervisor) : hypervisor)),
  }));
}

// RE2 takes no escape of a character that needs none.
const quoted = (text: string): string => text.replace(/[.*+?()[\]{}|^$\\]/g, '\\$&');
