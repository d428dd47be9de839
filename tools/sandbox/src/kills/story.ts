import type { HostPlay } from '../play-host.ts';
import type { KillSite } from './kill-site.ts';

/** A run that is killed, and by what one sees that it did the same in the end. */
export interface Story {
  name: string;
  runbook: string;
  input: object;
  /** How it ends where nobody kills it. */
  ends: 'done' | 'failed';
  play?: HostPlay;
  prepare?: (site: KillSite) => void;
  /** How the site looks at the end, without times and generated ids. */
  state: (site: KillSite) => unknown;
  /** What took place, as often as it did, in any order. */
  effects: (site: KillSite) => string[];
  /** Whether an effect of unknown outcome took place, by the path of its step. Default: there is none that nobody can look at. */
  tookPlace?: (site: KillSite, path: string) => boolean;
}
