import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
/** Whatever is run on a user's machine or a developer's, but not by the package: there it listens, and answers nobody's secrets. */
const OTHERS = ['bench', 'findings', 'test', 'packages/choreography/test'];
const OURS = [
  ...['packages/choreography/src', 'packages/choreography/bin', 'packages/choreography/scaffold'],
  ...['examples', 'functions', 'infra', 'events'],
];

interface Source {
  readonly file: string;
  readonly text: string;
}

const sourcesIn = (folders: readonly string[]): Source[] =>
  folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile() && /\.(m?[jt]sx?|sh)$/.test(each.name))
      .map(({ parentPath, name }) => relative(ROOT, join(parentPath, name)))
      .filter((file) => !/(^|\/)(node_modules|build|cdk\.out|dist)\//.test(file))
      .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') })),
  );

/** What makes a server in Node or with a library of ours: of HTTP, sockets, datagrams, web sockets. */
const SERVER =
  /\b(createServer|createSecureServer|createSocket)\(|new WebSocketServer\(|\.listen\(|Server\(\{[^}]*\bport\b/;

/** Files that make a server and need no door, and why. */
const WITHOUT_DOOR: Readonly<Record<string, string>> = {
  'packages/choreography/src/local/gateway/listen.ts': 'It passes connections on to the server that it is given.',
  'packages/choreography/src/cli/machine/checks.ts':
    'It listens for a moment, to see whether a port is free, and answers nothing.',
};

test('every server of the package stands behind the one door, and listens where that door is', () => {
  const servers = sourcesIn(OURS).filter(({ text }) => SERVER.test(text));
  const open = servers.filter(
    ({ file, text }) =>
      !(file in WITHOUT_DOOR) &&
      !(/\brefusalAt\(/.test(text) && (/\bawait listen\(/.test(text) || file.endsWith('local/gateway/gateway.ts'))),
  );
  expect(open.map(({ file }) => file)).toEqual([]);
  // The search finds what there is.
  expect(servers.map(({ file }) => file.replace(/^.*\/src\//, '')).sort()).toEqual([
    ...['cli/machine/checks.ts', 'cli/monitor/serve-monitor.ts', 'local/gateway/gateway.ts', 'local/gateway/listen.ts'],
    ...[
      'local/inspector/start-inspector.ts',
      'local/lambda/runtime-api/runtime-api.ts',
      'local/ses/serve-inbox-page.ts',
    ],
  ]);
});

test('nothing but the one way to listen listens at an address of its own, and where it does that is this machine', () => {
  const calls = sourcesIn([...OURS, ...OTHERS]).flatMap(({ file, text }) =>
    [...text.matchAll(/\.listen\(([^;]*?)(?:\)|=>)/gs)].map(([, given = '']) => ({ file, given })),
  );
  const elsewhere = calls
    .filter(
      ({ file }) => !file.endsWith('src/local/gateway/listen.ts') && file !== relative(ROOT, import.meta.filename),
    )
    .filter(({ given }) => !/'127\.0\.0\.1'|'::1'/.test(given));
  expect(elsewhere).toEqual([]);
  expect(calls.length).toBeGreaterThan(5);
});
