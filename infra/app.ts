/**
 * The CDK app. The CDK CLI runs it by `cdk.json`; run by itself (`npm run synth`) it writes `cdk.out` too, which is faster and
 * is the same, byte for byte. Context, such as a stage, is then given as the CLI would: `CDK_CONTEXT_JSON='{"stage":"NAME"}'`.
 */
import { runChoreography } from 'choreography/constructs';
import { choreography, NAMES } from './choreography.ts';

runChoreography(NAMES, choreography);
