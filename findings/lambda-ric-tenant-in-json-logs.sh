#!/bin/sh
# aws-lambda-ric 4.0.2, the client that Lambda's Node.js 24 runs handlers by, writes JSON logs without the tenant: its logger
# asks the store of invocations for the tenant id, and nothing puts it there, though context.tenantId has it. Version 3.3.0,
# which Node.js 22 has, writes "tenantId" into each line, and so says the developer guide ("Accessing tenant identifier in
# Lambda function code": the tenant identifier is automatically included in Lambda logs with JSON logging).
#
# Seen: 4.0.2 {"timestamp":"…","level":"INFO","requestId":"1","message":"blue"}
#       3.3.0 {"timestamp":"…","level":"INFO","requestId":"1","tenantId":"blue","message":"blue"}
# Exits with 1 if that changes. Needs Node.js and npm; a few lines stand in for the native addon.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > addon.cjs <<'JS'
const Module = require('node:module');
const headers = {
  'lambda-runtime-aws-request-id': '1',
  'lambda-runtime-deadline-ms': Date.now() + 3000,
  'lambda-runtime-invoked-function-arn': 'arn',
  'lambda-runtime-aws-tenant-id': 'blue',
};
const events = [{ bodyJson: '{}', headers }];
const addon = {
  next: () => new Promise((resolve) => setTimeout(() => (events[0] ? resolve(events.shift()) : process.exit(0)), 1)),
  done() {},
  error() {},
};
const load = Module._load;
Module._load = (request, ...rest) => (request.endsWith('rapid-client.node') ? addon : load(request, ...rest));
JS
echo 'exports.handler = async (event, context) => console.log(context.tenantId);' > index.js

line() {
  mkdir "$1"
  (cd "$1" && npm init -y >/dev/null && npm install --ignore-scripts --no-audit --no-fund "aws-lambda-ric@$1" >/dev/null 2>&1)
  AWS_LAMBDA_LOG_FORMAT=JSON AWS_LAMBDA_RUNTIME_API=127.0.0.1:1 _HANDLER=index.handler LAMBDA_TASK_ROOT="$folder" \
    AWS_LAMBDA_FUNCTION_NAME=f AWS_LAMBDA_FUNCTION_VERSION=1 AWS_LAMBDA_FUNCTION_MEMORY_SIZE=128 \
    AWS_LAMBDA_LOG_GROUP_NAME=g AWS_LAMBDA_LOG_STREAM_NAME=s \
    node --require ./addon.cjs "$1/node_modules/aws-lambda-ric/$2" index.handler | grep '"message":"blue"'
}
since24=$(line 4.0.2 index.mjs)
before=$(line 3.3.0 bin/index.mjs)
printf '4.0.2 %s\n3.3.0 %s\n' "$since24" "$before"
case $before in *'"tenantId":"blue"'*) ;; *) echo 'changed: 3.3.0'; exit 1 ;; esac
case $since24 in *tenantId*) echo 'changed: 4.0.2'; exit 1 ;; esac
