import { afterEach, expect, it, vi } from 'vitest';
import { inContext } from '#cli/start/spawn-synth.mjs';

afterEach(() => vi.unstubAllEnvs());
const app = { command: ['node', 'infra/synth.mjs'], environment: { CDK_VALIDATION: 'false' } };

it('Without context the synth is as it is', () => {
  expect(inContext(app, {})).toEqual({ synth: app, cdkOut: 'cdk.out' });
});

it('An app that runs by itself is given its context as by the CDK CLI, and a folder of its own', () => {
  vi.stubEnv('CDK_CONTEXT_JSON', '{"sender":"a@example.com","stage":"test"}');
  const { synth, cdkOut } = inContext(app, { stage: 'dev' });
  expect(cdkOut).toBe('build/cdk.out-stage-dev');
  expect(synth.command).toEqual(app.command);
  expect(synth.environment).toEqual({
    CDK_VALIDATION: 'false',
    CDK_CONTEXT_JSON: '{"sender":"a@example.com","stage":"dev"}',
    CDK_OUTDIR: cdkOut,
  });
});

it('The CDK CLI is given it by its own options', () => {
  const { synth, cdkOut } = inContext({ command: ['npx', 'cdk', 'synth', '-q'] }, { stage: 'dev', sender: 'a b@c' });
  expect(cdkOut).toBe('build/cdk.out-sender-a-b-c-stage-dev');
  expect(synth.command).toEqual([
    ...['npx', 'cdk', 'synth', '-q', '-c', 'sender=a b@c', '-c', 'stage=dev', '--output', cdkOut],
  ]);
});
