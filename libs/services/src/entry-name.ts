import type { Config } from './config.ts';
import { ConfigError } from './errors.ts';
import { unknownEntry } from './schema/refuse-unknown-names.ts';

/** The sections that hold services by name, each with what a first entry looks like. */
const SECTIONS = {
  alertmanager: '{ main: { url: https://alertmanager.example.com } }',
  prometheus: '{ main: { url: https://prometheus.example.com } }',
  icinga:
    "{ main: { url: 'https://icinga.example.com:5665', auth: { username: opsbook, password: '${env:ICINGA}' } } }",
  jira: "{ main: { url: https://jira.example.com, deployment: data-center, auth: { token: '${env:JIRA}' } } }",
  email: '{ main: { host: mail.example.com, from: ops@example.com } }',
  stackstorm: "{ main: { url: https://st2.example.com, auth: { apiKey: '${env:ST2_API_KEY}' } } }",
  webhooks: "{ chat: { url: '${env:CHAT_URL}' } }",
} as const;

export type Section = keyof typeof SECTIONS;

/**
 * The entry of a section that is meant: the one that is named, else the one that `defaults` names, else the only one, else `default`.
 * @throws ConfigError CONFIG_NO_SERVICE, CONFIG_UNKNOWN_SERVICE
 */
export function entryName(config: Config, section: Section, name?: string): string {
  const known = Object.keys(config[section]).sort();
  if (known.length === 0) {
    const message = `no ${section} is configured: write it to opsbook.yaml, like this\n  ${section}: ${SECTIONS[section]}`;
    throw new ConfigError('CONFIG_NO_SERVICE', message);
  }
  if (name !== undefined) return checked(section, name, known);
  const usual = section === 'webhooks' ? undefined : config.defaults[section];
  if (usual !== undefined) return checked(section, usual, known);
  const [only] = known;
  if (known.length === 1 && only !== undefined) return only;
  if (known.includes('default')) return 'default';
  const message = `which entry of ${section} is meant? Set defaults.${section} to one of ${known.join(', ')}`;
  throw new ConfigError('CONFIG_UNKNOWN_SERVICE', message);
}

function checked(section: Section, name: string, known: readonly string[]): string {
  if (known.includes(name)) return name;
  throw new ConfigError('CONFIG_UNKNOWN_SERVICE', unknownEntry(section, name, known));
}
