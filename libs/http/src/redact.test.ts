import { describe, expect, it } from '@jest/globals';
import { Secret } from '@opsbook/context';
import { redactHeaders, redactUrl } from './redact.ts';

describe('a URL for people', () => {
  it.each([
    ['http://user:pass@host:80/a?b=1#frag', 'http://host/a?b=1'],
    ['http://host/a?token=abc&name=x&X-Auth-Token=y', 'http://host/a?token=***&name=x&X-Auth-Token=***'],
    ['http://host/v1?temp_url_sig=1f&temp_url_expires=2', 'http://host/v1?temp_url_sig=***&temp_url_expires=2'],
    ['http://host/a?sort_key=name&keyword=k', 'http://host/a?sort_key=name&keyword=k'],
    ['/relative?marker=1', '/relative?marker=1'],
    ['http://user:pass@/', 'http:///'],
  ])('%s', (url, shown) => {
    expect(redactUrl(url)).toBe(shown);
  });

  it('holds no known secret', () => {
    new Secret('in the path');
    expect(redactUrl('http://host/in%20the%20path/x')).toBe('http://host/***/x');
  });
});

describe('headers for people', () => {
  it('hold neither tokens nor cookies nor known secrets', () => {
    new Secret('known-secret');
    const headers = {
      authorization: 'Basic x',
      'x-auth-token': 'a',
      'x-subject-token': 'b',
      'set-cookie': 'c',
      cookie: 'd',
      'x-note': 'with known-secret in it',
      'content-type': 'application/json',
    };
    expect(redactHeaders(headers)).toEqual({
      authorization: '***',
      'x-auth-token': '***',
      'x-subject-token': '***',
      'set-cookie': '***',
      cookie: '***',
      'x-note': 'with *** in it',
      'content-type': 'application/json',
    });
  });
});
