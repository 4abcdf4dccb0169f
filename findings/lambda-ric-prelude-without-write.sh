#!/bin/sh
# aws-lambda-ric 4.0.2 and 3.3.0: a streaming handler that gives metadata with awslambda.HttpResponseStream.from and then only
# calls end('body') loses the metadata. The prelude is written before the first write(), and end() does not pass there: what
# Lambda is sent has the type application/vnd.awslambda.http-integration-response, and neither metadata nor delimiter.
# With write('body') and end(), they are there.
#
# Seen (both versions): end:"body" write:"{\"statusCode\":201}\0\0\0\0\0\0\0\0body"
# Exits with 1 if that changes. Needs Node.js and npm; a few lines stand in for the native addon and for Lambda.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > index.js <<'JS'
exports.handler = awslambda.streamifyResponse(async ({ way }, stream) => {
  const answer = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
  if (way === 'write') answer.write('body');
  answer.end(way === 'end' ? 'body' : undefined);
});
JS
cat > addon.cjs <<'JS'
const Module = require('node:module');
const events = ['end', 'write'].map((way, at) => ({
  bodyJson: JSON.stringify({ way }),
  headers: {
    'lambda-runtime-aws-request-id': way,
    'lambda-runtime-deadline-ms': Date.now() + 3000,
    'lambda-runtime-invoked-function-arn': 'arn',
  },
}));
const addon = {
  next: () => new Promise((resolve) => setTimeout(() => (events[0] ? resolve(events.shift()) : process.exit(0)), 1)),
  done() {},
  error() {},
};
const load = Module._load;
Module._load = (request, ...rest) => (request.endsWith('rapid-client.node') ? addon : load(request, ...rest));
JS
cat > lambda.mjs <<'JS'
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
const said = [];
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  said.push(`${request.url.split('/').at(-2)}:${JSON.stringify(body).replaceAll('\\u0000', '\\0')}`);
  response.writeHead(202).end('{}');
}).listen(0, '127.0.0.1', () => {
  const env = {
    ...process.env,
    ...{ AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${server.address().port}`, _HANDLER: 'index.handler', LAMBDA_TASK_ROOT: process.cwd() },
    ...{ AWS_LAMBDA_FUNCTION_NAME: 'f', AWS_LAMBDA_FUNCTION_VERSION: '1', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128' },
    ...{ AWS_LAMBDA_LOG_GROUP_NAME: 'g', AWS_LAMBDA_LOG_STREAM_NAME: 's' },
  };
  spawn(process.execPath, ['--require', './addon.cjs', process.argv[2], 'index.handler'], { env, stdio: ['ignore', 'ignore', 'inherit'] }).on('exit', () => {
    console.log(said.join(' '));
    server.close();
  });
});
JS
expected='end:"body" write:"{\"statusCode\":201}\0\0\0\0\0\0\0\0body"'
for version in 4.0.2 3.3.0; do
  mkdir "$version"
  (cd "$version" && npm init -y >/dev/null && npm install --ignore-scripts --no-audit --no-fund "aws-lambda-ric@$version" >/dev/null 2>&1)
  file=index.mjs
  [ "$version" = 3.3.0 ] && file=bin/index.mjs
  seen=$(node lambda.mjs "$version/node_modules/aws-lambda-ric/$file")
  echo "$version $seen"
  [ "$seen" = "$expected" ] || { echo "changed: $version"; exit 1; }
done
