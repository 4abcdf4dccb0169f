import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Pages, refusalAt } from '#local/gateway/door.ts';
import { thorough } from '#testing/property.ts';

const PORT = 4566;
const at = (headers: Record<string, string>, pages: Pages, { hosts = [] as string[], method = 'GET' } = {}) =>
  refusalAt({ name: 'The server', hosts }, { method, headers, socket: { localPort: PORT } }, pages);
const HOST = `127.0.0.1:${PORT}`;

describe('the door lets in', () => {
  it.each([HOST, `localhost:${PORT}`, `LOCALHOST:${PORT}`, `[::1]:${PORT}`])('what is asked at %s', (host) => {
    for (const pages of ['none', 'own', 'any'] as const) expect(at({ host }, pages)).toBeUndefined();
  });

  it.each([
    ['devbox', 'devbox:4566'],
    ['devbox', 'DevBox'],
    ['devbox:8080', 'devbox:8080'],
    ['[fd00::7]', '[fd00::7]:4566'],
  ])('with --host %s what is asked at %s', (given, host) => {
    expect(at({ host }, 'none')).toContain('not at');
    expect(at({ host }, 'none', { hosts: [given] })).toBeUndefined();
  });

  it('a page of its own, where there are pages', () => {
    const own = { host: HOST, origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' };
    expect(at(own, 'own', { method: 'POST' })).toBeUndefined();
    expect(at(own, 'none', { method: 'POST' })).toContain('does not answer a page of "http://127.0.0.1:4566"');
  });

  it('what is typed in the browser’s address bar', () => {
    const typed = { host: HOST, 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    for (const pages of ['none', 'own', 'any'] as const) expect(at(typed, pages)).toBeUndefined();
  });

  it('a link from elsewhere to its own pages, but no frame and no form', () => {
    const link = { host: HOST, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(at({ ...link, 'sec-fetch-dest': 'document' }, 'own')).toBeUndefined();
    expect(at({ ...link, 'sec-fetch-dest': 'document' }, 'none')).toContain('does not answer a page (cross-site)');
    expect(at({ ...link, 'sec-fetch-dest': 'iframe' }, 'own')).toContain('answers its own pages only');
    expect(at({ ...link, origin: 'https://shop.example' }, 'own', { method: 'POST' })).toContain(
      '"https://shop.example"',
    );
  });
});

describe('the door refuses', () => {
  it('any other name, whatever the page, and says what to do', () => {
    const label = fc.stringMatching(/^[a-z0-9-]{1,20}$/);
    const host = fc
      .tuple(fc.array(label, { minLength: 1, maxLength: 4 }), fc.option(fc.integer({ min: 1, max: 65_535 })))
      .map(([labels, port]) => labels.join('.') + (port === null ? '' : `:${port}`))
      .filter((name) => name !== `localhost:${PORT}` && name !== HOST);
    fc.assert(
      fc.property(host, fc.constantFrom<Pages>('none', 'own', 'any'), (name, pages) => {
        expect(at({ host: name }, pages)).toMatch(/^The server is at http:\/\/127\.0\.0\.1:4566\/, not at .* --host /);
      }),
      thorough(200),
    );
  });

  it.each(['127.0.0.1', 'localhost:80', '0.0.0.0:4566', '127.0.0.1:4566.evil.example', `evil.example@${HOST}`, ''])(
    'what is asked at "%s"',
    (host) => expect(at({ host }, 'any')).toContain('not at'),
  );

  it('the address that stands for all, also when it listens there', () => {
    expect(at({ host: `0.0.0.0:${PORT}` }, 'none', { hosts: ['0.0.0.0'] })).toContain('not at');
  });

  it('what comes without a host', () => expect(at({}, 'any')).toContain('not at ""'));

  it('every other origin and site', () => {
    const origin = fc.oneof(
      fc.webUrl().map((url) => new URL(url).origin),
      fc.constant('null'),
      fc.constant(`http://localhost:3000`),
    );
    fc.assert(
      fc.property(
        origin,
        fc.constantFrom<Pages>('none', 'own'),
        fc.constantFrom('GET', 'POST', 'OPTIONS'),
        (from, pages, method) => {
          expect(at({ host: HOST, origin: from }, pages, { method })).toContain(`a page of "${from}"`);
        },
      ),
      thorough(200),
    );
    for (const site of ['cross-site', 'same-site'])
      for (const pages of ['none', 'own'] as const)
        expect(at({ host: HOST, 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' }, pages)).toContain(`(${site})`);
  });
});
