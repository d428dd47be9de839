import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { systemUser } from '@opsbook/context';
import type { RunOwner } from '@opsbook/runbook';

/** A process of this host, with what tells it from a later one that got the same process id. */
export interface LocalOwner extends RunOwner {
  /** Where process ids mean the same: this boot of the kernel and this PID namespace (a container has its own). */
  place: string;
  /** When the process began, in ticks since the boot; empty where the system does not say. */
  began: string;
}

/** This process. Each call is another owner: two engines of one process do not share their runs. */
export function localOwner(): LocalOwner {
  const { pid } = process;
  const began = lookUp(pid)?.began ?? '';
  return { id: randomUUID(), host: hostname(), pid, user: systemUser(), place: thisPlace(), began };
}

/**
 * Whether the owner is known to have died. False when it lives, and when nobody here can tell: the owner is on another
 * host or in another container, or hidden from this user.
 */
export function isDead(owner: RunOwner, here: LocalOwner): boolean {
  if (owner['place'] !== here.place) return false;
  if (!exists(owner.pid)) return true;
  const process = lookUp(owner.pid);
  if (process === undefined) return false;
  return process.dead || (owner['began'] !== '' && owner['began'] !== process.began);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is another user's.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Linux only, man 5 proc_pid_stat: field 3 is the state, field 22 the start; the name before may hold anything. */
function lookUp(pid: number): { dead: boolean; began: string } | undefined {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  const [state = '', ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  const began = fields[18];
  return began === undefined ? undefined : { dead: state === 'Z' || state === 'X', began };
}

function thisPlace(): string {
  const boot = attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim());
  const namespace = attempt(() => readlinkSync('/proc/self/ns/pid'));
  return boot === undefined || namespace === undefined ? hostname() : `${boot} ${namespace}`;
}

function attempt<T>(fn: () => T): T | undefined {
  try {
    return fn();
  } catch {
    return undefined;
  }
}
