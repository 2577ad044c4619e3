import { CodedError } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { formatConnection, parseConnection } from './connection.ts';

const THUMBPRINT = 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs';

describe('a connection string', () => {
  it('names proxies and the identity of the platform', () => {
    expect(parseConnection(` https://a.example,http://127.0.0.1:8000/#${THUMBPRINT}\n`)).toEqual({
      proxies: ['https://a.example', 'http://127.0.0.1:8000'],
      thumbprint: THUMBPRINT,
    });
  });

  it('may lack the identity, which a person then compares', () => {
    expect(parseConnection('https://a.example')).toEqual({ proxies: ['https://a.example'], thumbprint: undefined });
  });

  it('reads what it writes', () => {
    const text = formatConnection(['https://a.example', 'https://b.example:444'], THUMBPRINT);
    expect(formatConnection(parseConnection(text).proxies, parseConnection(text).thumbprint ?? '')).toBe(text);
  });

  it.each([
    '',
    'a.example',
    'file:///etc/passwd',
    'https://a.example/path',
    'https://user:secret@a.example',
    'https://a.example#short',
    'https://a.example#',
    `https://a.example#${THUMBPRINT}#${THUMBPRINT}`,
    `https://a.example,#${THUMBPRINT}`,
  ])('is refused as a usage error when it is %j', (text) => {
    expect(() => parseConnection(text)).toThrow(CodedError);
  });
});
