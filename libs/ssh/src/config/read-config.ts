import { globSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { matchesList } from '../known-hosts/match-list.ts';
import { type ConfigLine, configLines } from './config-line.ts';
import { expandHome, expandHostName } from './expand.ts';
import { KEYWORDS } from './keywords.ts';
import { matchCriteria } from './match-criteria.ts';

/** A configuration file; a system's one looks for what it includes in its own folder, a user's one in `~/.ssh`. */
export interface ConfigFile {
  path: string;
  system?: boolean;
  /** The caller named it, so that it has to be there. */
  named?: boolean;
}

/** Whose settings are looked for. */
export interface Asked {
  host: string;
  /** Given by the caller: counts before the files. */
  user: string | undefined;
  localUser: string;
  home: string;
}

/** The settings that hold for one host: for each keyword the first one met. */
export interface Settings {
  values: Map<string, ConfigLine>;
  identityFiles: ConfigLine[];
  faults: string[];
  /** What was met and is not obeyed, for people. */
  notes: string[];
}

const DEEPEST_INCLUDE = 16;
// Whichever comes first counts; ssh_config(5), ProxyJump.
const RIVALS: Partial<Record<string, string>> = { proxyjump: 'proxycommand', proxycommand: 'proxyjump' };

/** Reads the files for one host as ssh(1) does: ssh_config(5) and readconf.c. Faults are collected, never thrown. */
export function readConfig(files: readonly ConfigFile[], asked: Asked): Settings {
  const reader = new Reader(asked);
  for (const file of files) reader.file(file, { depth: 0, never: false });
  return reader.settings;
}

class Reader {
  readonly settings: Settings = { values: new Map(), identityFiles: [], faults: [], notes: [] };
  readonly #asked: Asked;

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  /** @param never inside a section that does not hold: only faults of form are looked for */
  file(file: ConfigFile, { depth, never }: { depth: number; never: boolean }): void {
    let text: string;
    try {
      text = readFileSync(file.path, 'utf8');
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code;
      if (code !== 'ENOENT' || file.named === true) this.settings.faults.push(`${file.path}: ${code ?? 'unreadable'}`);
      return;
    }
    let active = !never;
    for (const line of configLines(text, file.path)) {
      if (typeof line === 'string') this.settings.faults.push(line);
      else if (line.keyword === 'host') active = !never && matchesList(line.words, this.#asked.host);
      else if (line.keyword === 'match') active = !never && this.#matches(line);
      else if (line.keyword === 'include') this.#include(line, file, { depth, never: !active });
      else this.#setting(line, active);
    }
  }

  #matches({ words, place }: ConfigLine): boolean {
    const { host, user, localUser } = this.#asked;
    const result = matchCriteria(words, {
      originalHost: host,
      hostname: this.#hostname(),
      user: user ?? this.settings.values.get('user')?.words[0] ?? localUser,
      localUser,
    });
    if (typeof result === 'string') this.settings.faults.push(`${place}: ${result}`);
    return result === true;
  }

  #hostname(): string {
    const { host } = this.#asked;
    try {
      return expandHostName(this.settings.values.get('hostname')?.words[0] ?? host, host);
    } catch {
      return host;
    }
  }

  #include({ words, place }: ConfigLine, from: ConfigFile, at: { depth: number; never: boolean }): void {
    if (at.depth >= DEEPEST_INCLUDE) {
      this.settings.faults.push(`${place}: too many levels of Include`);
      return;
    }
    for (const word of words) {
      const path = expandHome(word, this.#asked.home);
      const folder = from.system === true ? dirname(from.path) : join(this.#asked.home, '.ssh');
      const found = globSync(isAbsolute(path) ? path : join(folder, path)).sort();
      for (const one of found) this.file({ ...from, path: one }, { ...at, depth: at.depth + 1 });
    }
  }

  #setting(line: ConfigLine, active: boolean): void {
    const { keyword, words, place } = line;
    const { values, identityFiles, faults, notes } = this.settings;
    const treatment = KEYWORDS.get(keyword);
    if (treatment === undefined) {
      const ignored = values.get('ignoreunknown')?.words.flatMap((word) => word.split(',')) ?? [];
      if (!matchesList(ignored, keyword)) faults.push(`${place}: unknown keyword ${keyword}`);
    } else if ((treatment === 'one' || treatment === 'repeated') && words.length > 1) {
      faults.push(`${place}: ${keyword} takes one argument`);
    } else if (active && treatment === 'repeated') {
      identityFiles.push(line);
    } else if (active && !values.has(keyword) && !values.has(RIVALS[keyword] ?? '')) {
      values.set(keyword, line);
      if (treatment === 'noted') notes.push(`${place}: ${keyword} is not obeyed`);
    }
  }
}
