import { createRequire } from 'node:module';

/**
 * The parts of the CDK that the stacks are made of. Required, not imported: an ESM import reads every export of a CommonJS
 * module at once, which loads the whole of each CDK module where a few files are needed, and doubles the time of a synth.
 */
const require = createRequire(import.meta.url);
for (const name of ['aws-cdk-lib', 'constructs']) assertInstalled(name);

export const core = require('aws-cdk-lib/core') as typeof import('aws-cdk-lib/core');
export const cloudwatch = require('aws-cdk-lib/aws-cloudwatch') as typeof import('aws-cdk-lib/aws-cloudwatch');
export const dynamodb = require('aws-cdk-lib/aws-dynamodb') as typeof import('aws-cdk-lib/aws-dynamodb');
export const events = require('aws-cdk-lib/aws-events') as typeof import('aws-cdk-lib/aws-events');
export const targets = require('aws-cdk-lib/aws-events-targets') as typeof import('aws-cdk-lib/aws-events-targets');
export const eventschemas = require('aws-cdk-lib/aws-eventschemas') as typeof import('aws-cdk-lib/aws-eventschemas');
export const iam = require('aws-cdk-lib/aws-iam') as typeof import('aws-cdk-lib/aws-iam');
export const lambda = require('aws-cdk-lib/aws-lambda') as typeof import('aws-cdk-lib/aws-lambda');
export const logs = require('aws-cdk-lib/aws-logs') as typeof import('aws-cdk-lib/aws-logs');
export const sns = require('aws-cdk-lib/aws-sns') as typeof import('aws-cdk-lib/aws-sns');
export const sqs = require('aws-cdk-lib/aws-sqs') as typeof import('aws-cdk-lib/aws-sqs');
export const constructs = require('constructs') as typeof import('constructs');

function assertInstalled(name: string): void {
  try {
    require.resolve(`${name}/package.json`);
  } catch {
    const missing = new Error(
      `choreography/constructs needs ${name}, which is not installed: run "npm install ${name}".`,
    );
    // The stack of the import does not help the reader.
    missing.stack = missing.message;
    throw missing;
  }
}
