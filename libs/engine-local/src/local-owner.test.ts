import { describe, expect, it } from '@jest/globals';
import { isDead, localOwner } from './local-owner.ts';

const here = localOwner();
/** Above every process id that Linux gives out. */
const NOBODY = 2 ** 22 + 1;

describe('the owner of a run', () => {
  it('is another one for each engine', () => {
    expect(localOwner().id).not.toBe(here.id);
  });

  it('lives as long as its process', () => {
    expect(isDead(here, here)).toBe(false);
    expect(isDead({ ...here, pid: process.ppid, began: '' }, here)).toBe(false);
    expect(isDead({ ...here, pid: NOBODY }, here)).toBe(true);
  });

  it('is dead when a later process has its process id', () => {
    expect(isDead({ ...here, began: '1' }, here)).toBe(here.began !== '');
  });

  it('may live as far as anybody here can tell, on another host or in another container', () => {
    expect(isDead({ ...here, pid: NOBODY, place: 'elsewhere' }, here)).toBe(false);
    expect(isDead({ id: 'x', host: here.host, pid: NOBODY }, here)).toBe(false);
  });
});
