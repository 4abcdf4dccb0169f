import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import { zipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { accessTo } from '../../packages/choreography/src/cli/aws/endpoint.ts';
import { type ServedMonitor, serveMonitor } from '../../packages/choreography/src/cli/monitor/serve-monitor.ts';
import { executable, launch } from '../../packages/choreography/test/browser/chromium.ts';
import { aFunction, anAssembly } from '../../packages/choreography/test/local/assembly.ts';
import { aRuntime } from '../../packages/choreography/test/local/runtime.ts';

/** Names that lead to this machine, as an attacker's name server says. */
const [EVIL, REBOUND] = ['evil.example', 'rebound.example'];
const SIGNATURE = `AWS4-HMAC-SHA256 Credential=a/20261124/us-east-1/lambda/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;
const folder = mkdtempSync(join(tmpdir(), 'doors-'));
const written = join(folder, 'written-by-a-page');
const COUNTING = 'let calls = 0; exports.handler = async () => ({ statusCode: 200, body: String(++calls) });';
const ANSWERING = 'exports.handler = async () => ({ statusCode: 200, body: "personal" });';
const WRITING = `exports.handler = async () => require('node:fs').writeFileSync(${JSON.stringify(written)}, 'x');`;

const url = (name: string, AuthType: string) => ({
  Type: 'AWS::Lambda::Url',
  Properties: { TargetFunctionArn: { 'Fn::GetAtt': [name, 'Arn'] }, AuthType },
});

describe.skipIf(!executable)('A page of another origin, in a browser', { timeout: 60_000 }, () => {
  let local: Awaited<ReturnType<typeof aRuntime>>;
  let monitor: ServedMonitor;
  let inboxUrl: string;
  let browser: Browser;
  let evilPort: number;
  const evil = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<h1>A page</h1>'));

  beforeAll(async () => {
    local = await aRuntime(
      anAssembly(
        {
          ...{ Open: aFunction('open'), OpenUrl: url('Open', 'NONE') },
          ...{ Signed: aFunction('signed'), SignedUrl: url('Signed', 'AWS_IAM'), Shown: aFunction('shown') },
        },
        { open: COUNTING, signed: COUNTING, shown: ANSWERING },
      ),
      { inspectPort: 0 },
    );
    inboxUrl = await local.runtime.inboxUrl();
    monitor = await serveMonitor(accessTo(local.runtime.endpoint), { page: 'shown', function: 'shown' }, 0);
    await new SESClient(local.access).send(
      new SendEmailCommand({
        Source: 'shop@example.com',
        Destination: { ToAddresses: ['ada@example.com'] },
        Message: { Subject: { Data: 'Your order' }, Body: { Text: { Data: 'Yours' } } },
      }),
    );
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
    evilPort = (evil.address() as AddressInfo).port;
    browser = await launch(
      `--host-resolver-rules=MAP ${EVIL} 127.0.0.1, MAP ${REBOUND} 127.0.0.1`,
      // What Chromium itself asks the user about by now, other browsers let pass.
      '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests',
    );
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    evil.close();
    await monitor?.stop();
    await local?.runtime.stop();
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  /** A page of an attacker at an address, which its own server or none answers. */
  async function pageAt(address: string): Promise<Page> {
    const page = await browser.newPage();
    await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body: '<h1>A page</h1>' }));
    await page.goto(address);
    return page;
  }
  const pagesFromElsewhere = () => [`http://${EVIL}:${evilPort}/`, `http://localhost:${evilPort}/`];
  const rebound = (door: string) => door.replace('127.0.0.1', REBOUND);

  const doors = () => ({
    runtime: local.runtime.endpoint,
    monitor: monitor.url.replace(/\/$/, ''),
    inbox: inboxUrl,
    inspector: `http://${local.runtime.inspector}`,
  });
  /** What an attacker asks for: by name, an address behind a door, and how. */
  const attempts = (): readonly [
    name: string,
    door: keyof ReturnType<typeof doors>,
    path: string,
    init: RequestInit,
  ][] => {
    const Zip = Buffer.from(zipSync({ 'index.js': Buffer.from(WRITING) })).toString('base64');
    const body = JSON.stringify({
      ...{ FunctionName: 'made-by-a-page', Runtime: 'nodejs20.x', Handler: 'index.handler' },
      ...{ Role: 'arn:aws:iam::000000000000:role/r', Code: { ZipFile: Zip } },
    });
    const headers = { authorization: SIGNATURE, 'content-type': 'application/json' };
    return [
      ['CreateFunction', 'runtime', '/2015-03-31/functions', { method: 'POST', headers, body }],
      ['the status', 'runtime', '/_local/status', {}],
      ['the emails', 'runtime', '/_local/emails', {}],
      ['the code of a function', 'runtime', '/_code/open', {}],
      [
        'the clock, as JSON',
        'runtime',
        '/_local/clock',
        { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"hold":true}' },
      ],
      ['the clock, as text', 'runtime', '/_local/clock', { method: 'POST', body: '{"hold":true}' }],
      ['the threads that a debugger may stop', 'inspector', '/json/list', {}],
      ['what was kept', 'runtime', '/_local/state', {}],
      ['the monitor', 'monitor', '/', {}],
      ['the API of the monitor', 'monitor', '/api/orders', {}],
      ['the inbox', 'inbox', '/store', {}],
      ['to clear the inbox', 'inbox', '/clear-store', { method: 'POST' }],
      [
        'to send by the inbox',
        'inbox',
        '/',
        {
          method: 'POST',
          headers: { authorization: 'AWS', 'content-type': 'application/x-www-form-urlencoded' },
          body: 'Action=SendRawEmail',
        },
      ],
    ];
  };

  const ask = (page: Page, address: string, init: RequestInit) =>
    page.evaluate(
      async ([to, how]) => {
        try {
          const answer = await fetch(to, how);
          return { status: answer.status, text: await answer.text() };
        } catch {
          return 'not told';
        }
      },
      [address, init] as const,
    );

  /** That nothing came of it. */
  async function nothingHappened(): Promise<void> {
    expect(local.runtime.clock.held).toBe(false);
    expect((await local.runtime.emails()).map(({ subject }) => subject)).toEqual(['Your order']);
    expect(existsSync(written)).toBe(false);
    await expect(local.lambda.send(new GetFunctionCommand({ FunctionName: 'made-by-a-page' }))).rejects.toThrow(
      'Function not found',
    );
  }

  test('is told nothing by any door, and changes nothing', async () => {
    for (const address of pagesFromElsewhere()) {
      const page = await pageAt(address);
      for (const [name, door, path, init] of attempts()) {
        for (const mode of ['cors', 'no-cors'] as const) {
          const told = await ask(page, doors()[door] + path, { ...init, mode, credentials: 'include' });
          // A simple request is sent and its answer kept from the page: an opaque one has no status.
          expect([address, name, mode, told]).toEqual([
            address,
            name,
            mode,
            mode === 'cors' ? 'not told' : { status: 0, text: '' },
          ]);
        }
      }
    }
    await nothingHappened();
  });

  test('that has this machine’s address under a name of its own is refused by every door, in a sentence', async () => {
    for (const [name, door, path, init] of attempts()) {
      const origin = rebound(doors()[door]);
      const page = await pageAt(`${origin}/attack`);
      const told = await ask(page, origin + path, init);
      expect([name, told]).toEqual([
        name,
        { status: expect.toSatisfy((status) => status === 403 || status === 405), text: expect.any(String) },
      ]);
      if (typeof told === 'object' && told.status === 403)
        expect(told.text).toMatch(
          / is at http:\/\/127\.0\.0\.1:\d+\/, not at .*rebound\.example:\d+.*(?: --host rebound\.example |Attach a debugger of this machine)/,
        );
      await page.close();
    }
    await nothingHappened();
  });

  test('sends no form to any door', async () => {
    const page = await pageAt(`http://${EVIL}:${evilPort}/`);
    const { runtime, inbox } = doors();
    for (const action of [
      `${runtime}/_local/clock`,
      `${runtime}/_local/targets`,
      `${inbox}/clear-store`,
      `${runtime}/`,
    ]) {
      const answered = page.waitForResponse(action);
      await page.setContent(
        `<form method="post" action="${action}" enctype="text/plain"><input name='{"hold": true, "x": "' value='"}'><button>Send</button></form>`,
      );
      await page.getByRole('button').click();
      const answer = await answered;
      expect([action, answer.status()]).toEqual([action, 403]);
      expect(await answer.text()).toContain(`${EVIL}:${evilPort}`);
      await page.goto(`http://${EVIL}:${evilPort}/`);
    }
    await nothingHappened();
  });

  test('opens no web socket, to stop functions and run code in them or to anything else', async () => {
    const opened = (page: Page, address: string) =>
      page.evaluate(
        (to) =>
          new Promise<string>((answer) => {
            const socket = new WebSocket(to);
            socket.onopen = () => answer('open');
            socket.onerror = () => answer('refused');
          }),
        address,
      );
    for (const door of Object.values(doors())) {
      const socket = door.replace('http:', 'ws:');
      for (const address of pagesFromElsewhere())
        for (const path of ['/functions', '/'])
          expect([address, socket + path, await opened(await pageAt(address), socket + path)]).toEqual([
            ...[address, socket + path, 'refused'],
          ]);
      const page = await pageAt(`${rebound(door)}/attack`);
      expect(await opened(page, `${rebound(socket)}/functions`)).toBe('refused');
    }
  });

  test('frames none of them, and leads by a link to pages alone', async () => {
    const { runtime, monitor: ofMonitor, inbox } = doors();
    for (const [address, status] of [
      [`${runtime}/_local/status`, 403],
      [`${ofMonitor}/`, 200],
      [`${inbox}/`, 200],
    ] as const) {
      const page = await pageAt(`http://${EVIL}:${evilPort}/`);
      const framed = page.waitForResponse(address);
      await page.setContent(`<iframe src="${address}"></iframe>`);
      expect([address, (await framed).status()]).toEqual([address, 403]);
      const followed = page.waitForResponse(address);
      await page.setContent(`<a href="${address}">Go there</a>`);
      await page.getByRole('link').click();
      expect([address, (await followed).status()]).toEqual([address, status]);
    }
  });

  test('reaches a function URL that is open, as on AWS, and not one that asks for a signature', async () => {
    const page = await pageAt(`http://${EVIL}:${evilPort}/`);
    const { open = '', signed = '' } = local.runtime.status().urls;
    await ask(page, open, { method: 'POST', mode: 'no-cors', body: 'x' });
    await ask(page, `${signed}?X-Amz-Signature=made-up`, { method: 'POST', mode: 'no-cors', body: 'x' });
    await ask(page, `${signed}?X-Amz-Signature=made-up`, {});
    expect([await calls('open'), await calls('signed')]).toEqual([2, 1]);
    const other = await pageAt(`${rebound(local.runtime.endpoint)}/attack`);
    expect(await ask(other, rebound(open), {})).toMatchObject({ status: 403 });
  });

  test('that a function URL serves reaches its function, but neither AWS’s APIs nor the runtime’s own', async () => {
    const page = await pageAt(`${local.runtime.status().urls.open}page`);
    expect(await ask(page, `${local.runtime.status().urls.open}x`, {})).toMatchObject({ status: 200 });
    for (const [name, door, path, init] of attempts().filter(([, asked]) => asked === 'runtime')) {
      const told = await ask(page, doors()[door] + path, init);
      expect([name, told]).toEqual([name, { status: 403, text: expect.stringContaining('function URL') }]);
    }
    await nothingHappened();
  });

  test('is not this one: the pages of the inbox do what they are for', async () => {
    const page = await browser.newPage();
    await page.goto(doors().inbox);
    await page.getByText('ada@example.com').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await vi.waitFor(async () => expect(await local.runtime.emails()).toEqual([]), { timeout: 10_000, interval: 50 });
  });

  /** How often a function was called, with this call. */
  async function calls(FunctionName: string): Promise<number> {
    const { Payload = [] } = await local.lambda.send(new InvokeCommand({ FunctionName }));
    return Number(JSON.parse(Buffer.from(Payload as Uint8Array).toString()).body);
  }
});
