#!/bin/sh
# fauxqs 2.4.1 refuses a message whose body has a character beyond the basic plane, such as an emoji. SQS takes #x10000 to #x10FFFF
# (SQS API Reference: SendMessage). Exits other than 0 if that is no longer so. Needs Node 22 and npm.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund fauxqs@2.4.1 @aws-sdk/client-sqs@3.1164.0
cat >try.mjs <<'JS'
import { SQS } from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';
const server = await startFauxqs({ port: 0, logger: false });
const sqs = new SQS({ endpoint: server.address, region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } });
const { QueueUrl } = await sqs.createQueue({ QueueName: 'q' });
const send = (MessageBody) => sqs.sendMessage({ QueueUrl, MessageBody }).then(() => 'taken', ({ name }) => name);
const seen = `${await send('thanks')} ${await send('thanks \u{1f600}')}`;
console.log(`fauxqs 2.4.1: ${seen}`);
await server.stop();
process.exit(/^taken \S*InvalidMessageContents$/.test(seen) ? 0 : 1);
JS
node try.mjs
