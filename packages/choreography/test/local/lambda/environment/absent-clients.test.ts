import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterEach, expect, it } from 'vitest';
import { aFunction, anAssembly } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>> | undefined;
afterEach(() => local?.runtime.stop());

async function answerOf(code: string): Promise<unknown> {
  local = await aRuntime(anAssembly({ F: aFunction('f') }, { f: code }));
  const { Payload = '' } = await local.lambda.send(new InvokeCommand({ FunctionName: 'f' }));
  return JSON.parse(Buffer.from(Payload).toString());
}

it('code loads a client of the SDK that is not installed, and is told when it uses it', async () => {
  const code = `const { SFN } = require('@aws-sdk/client-nowhere');
    exports.handler = async () => { try { new SFN(); } catch ({ message }) { return message; } };`;
  expect(await answerOf(code)).toBe(
    '@aws-sdk/client-nowhere is not installed here, and this function uses it: npm install --save-dev @aws-sdk/client-nowhere',
  );
});

it('other modules that are not there are told as on Lambda', async () => {
  const answer = await answerOf(`require('@smithy/nowhere'); exports.handler = async () => {};`);
  expect(answer).toMatchObject({
    errorType: 'Runtime.ImportModuleError',
    errorMessage: expect.stringContaining("Cannot find module '@smithy/nowhere'"),
  });
});
