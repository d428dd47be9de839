import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Secret, VirtualClock } from '@opsbook/context';
import type { SourceAuth } from '@opsbook/services';
import { authenticatorOf } from './authenticator-of.ts';

const clock = new VirtualClock();
const ledger = { clock, owner: 'signatures/webhook/deploys', memory: () => ({}) };
const head = (headers: IncomingHttpHeaders, names: string[] = []) => ({ headers, certificateNames: () => names });
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('a token', () => {
  const { head: check } = authenticatorOf({ by: 'token', token: new Secret('right-token') }, ledger);

  it.each([
    ['Bearer right-token', true],
    ['bearer  right-token', true],
    ['Bearer wrong-token', 'wrong token'],
    ['Bearer right-toke', 'wrong token'],
    ['Bearer right-token2', 'wrong token'],
    ['right-token', 'no bearer token'],
    [basic('right-token'), 'no bearer token'],
    [undefined, 'no bearer token'],
  ])('%s', (authorization, verdict) => {
    expect(check(head({ authorization }))).toBe(verdict);
  });
});

describe('a name and a password', () => {
  const auth: SourceAuth = { by: 'password', username: 'am', password: new Secret('right: pass') };
  const { head: check } = authenticatorOf(auth, ledger);

  it.each([
    [basic('am:right: pass'), true],
    [basic('am:right'), 'wrong name or password'],
    [basic('an:right: pass'), 'wrong name or password'],
    [basic(''), 'no name and password'],
    ['Bearer right-pass', 'no name and password'],
    [undefined, 'no name and password'],
  ])('%s', (authorization, verdict) => {
    expect(check(head({ authorization }))).toBe(verdict);
  });
});

describe('a client certificate', () => {
  const { head: check } = authenticatorOf({ by: 'certificate', certificates: ['am.example.org', 'other'] }, ledger);

  it('counts by one of its names', () => {
    expect(check(head({}, ['x', 'am.example.org']))).toBe(true);
    expect(check(head({}, ['am.example.org.evil.net']))).toBe('a certificate of am.example.org.evil.net');
    expect(check(head({}))).toBe('no client certificate that can be verified');
  });
});

describe('a signature', () => {
  const body = Buffer.from('{"a":1}');
  const now = () => Math.floor(clock.now() / 1000);
  const sign = (timestamp: number | string, text: Buffer = body, secret = 'hmac-secret') =>
    createHmac('sha256', secret).update(`${timestamp}.`).update(text).digest('hex');
  const make = (window = 300) => {
    const hmac = { secret: new Secret('hmac-secret'), header: 'x-sig', timestampHeader: 'x-at', window };
    return authenticatorOf({ by: 'hmac', hmac }, ledger);
  };
  const signed = (signature: string, at: number | string = now()) => head({ 'x-sig': signature, 'x-at': String(at) });

  it('is asked of the body once the head may be right', () => {
    const { head: check } = make();
    expect(check(signed(sign(now())))).toBeUndefined();
    expect(check(head({ 'x-at': String(now()) }))).toBe('no signature');
    expect(check(signed('abc'))).toBe('no signature');
    expect(check(head({ 'x-sig': sign(now()) }))).toBe('no time of signing');
    expect(check(signed(sign(now() - 301), now() - 301))).toBe('signed 301 seconds from now');
    expect(check(signed(sign(now() + 301), now() + 301))).toBe('signed 301 seconds from now');
    expect(check(signed(sign(now() - 300), now() - 300))).toBeUndefined();
  });

  it('is of the time and the body', () => {
    const { body: check } = make();
    expect(check(signed(sign(now())), Buffer.from('{"a":2}'))).toBe('wrong signature');
    expect(check(signed(sign(now() - 1)), body)).toBe('wrong signature');
    expect(check(signed(sign(now(), body, 'other')), body)).toBe('wrong signature');
    expect(check(signed(`sha256=${sign(now())}`), body)).toMatchObject({});
  });

  it('is taken once, unless it is given back', () => {
    const { body: check } = make();
    const request = signed(sign(now()));
    const claim = check(request, body);
    expect(check(request, body)).toBe('a signature that was used before');
    expect(check(signed(sign(now()).toUpperCase()), body)).toBe('a signature that was used before');
    if (typeof claim === 'string') throw new Error(claim);
    claim.giveBack();
    expect(check(request, body)).toMatchObject({});
  });

  it('is remembered for as long as its time would do', async () => {
    const { head: first, body: check } = make(10);
    const early = now() + 10;
    const request = signed(sign(early), early);
    expect(check(request, body)).toMatchObject({});
    await new Promise<void>((resolve) => void clock.after(19_000, resolve));
    expect(first(request)).toBeUndefined();
    expect(check(request, body)).toBe('a signature that was used before');
    await new Promise<void>((resolve) => void clock.after(2_000, resolve));
    expect(first(request)).toBe('signed 11 seconds from now');
  });
});
