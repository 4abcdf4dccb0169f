import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { nameFunctions } from '#cli/project/name-functions.ts';
import type { FunctionNode } from '#graph/graph.ts';

let server: Server | undefined;
afterEach(() => void server?.close());

/** Answers as CloudFormation does (API reference: "DescribeStackResources", "GetTemplate"), or refuses all. */
async function cloudFormation(
  stacks: Record<string, { functions: Record<string, string>; body?: object }> | 'refuses',
) {
  const calls: string[] = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    const action = form.get('Action') ?? '';
    calls.push(action);
    const result = stacks === 'refuses' ? undefined : answer(stacks, action, form);
    response.writeHead(result === undefined ? 400 : 200, { 'content-type': 'text/xml' });
    const code = stacks === 'refuses' ? 'AccessDenied' : 'ValidationError';
    response.end(
      result === undefined
        ? `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`
        : `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
    );
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server?.once('listening', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const access = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
  return { access, calls };
}

function answer(
  stacks: Record<string, { functions: Record<string, string>; body?: object }>,
  action: string,
  form: URLSearchParams,
): string | undefined {
  if (action === 'GetTemplate')
    return `<TemplateBody>${JSON.stringify(stacks[form.get('StackName') ?? '']?.body ?? {})}</TemplateBody>`;
  const asked = form.get('PhysicalResourceId') ?? '';
  const [name, stack] = Object.entries(stacks).find(([, { functions }]) => asked in functions) ?? [];
  if (!stack) return undefined;
  const members = Object.entries(stack.functions).map(
    ([physical, id]) =>
      `<member><StackName>${name}</StackName><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>${physical}</PhysicalResourceId><ResourceType>AWS::Lambda::Function</ResourceType></member>`,
  );
  return `<StackResources>${members.join('')}</StackResources>`;
}

const node = (participant: string, id: string, name = `\${${participant}.${id}}`): FunctionNode => ({
  ...{ participant, job: id, template: participant, id, name, declared: null },
});
const nobody = { endpoint: 'http://127.0.0.1:1', region: 'us-east-1' };

describe('the job that a function is', () => {
  it('is told by the pattern of names, and by the templates that are here, without a call', async () => {
    const graph = { functions: [node('hall', 'Sort'), node('hall', 'Stamp', 'stamper')] };
    const names = ['post_desk_weigh', 'office-Sort-A1B2C3D4E5F6', 'hall-Sort', 'stamper'];
    const named = await nameFunctions(names, { pattern: 'post_{participant}_{job}', graph, access: nobody });
    expect(Object.fromEntries(named)).toEqual({
      post_desk_weigh: { participant: 'desk', job: 'weigh' },
      'office-Sort-A1B2C3D4E5F6': { participant: 'hall', job: 'Sort' },
      'hall-Sort': { participant: 'hall', job: 'Sort' },
      stamper: { participant: 'hall', job: 'Stamp' },
    });
  });

  it('is not told by templates of which several have such a function', async () => {
    const { access } = await cloudFormation({});
    const graph = { functions: [node('a', 'Sort'), node('b', 'Sort')] };
    expect(await nameFunctions(['office-Sort'], { graph, access })).toEqual(new Map());
  });

  it('is told by the stack that made it, asked once for all of its functions, in the words of its metadata', async () => {
    const body = { Resources: { Stamp: { Metadata: { 'choreography:job': { participant: 'desk', job: 'stamp' } } } } };
    const { access, calls } = await cloudFormation({
      office: { functions: { 'office-Sort-A1': 'Sort', 'office-Stamp-B2': 'Stamp' }, body },
    });
    const named = await nameFunctions(['office-Sort-A1', 'office-Stamp-B2', 'by-hand'], { access });
    expect(Object.fromEntries(named)).toEqual({
      'office-Sort-A1': { participant: 'office', job: 'Sort' },
      'office-Stamp-B2': { participant: 'desk', job: 'stamp' },
    });
    expect(calls).toEqual(['DescribeStackResources', 'GetTemplate', 'DescribeStackResources']);
  });

  it('is not told, and nothing is wrong, where CloudFormation may not be asked', async () => {
    const { access, calls } = await cloudFormation('refuses');
    expect(await nameFunctions(['a', 'b'], { access })).toEqual(new Map());
    expect(calls).toEqual(['DescribeStackResources']);
  });
});
