import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { synthesize } from '#cli/start/synthesize.ts';
import { statementsIn } from '#graph/access/statement.ts';
import { isObject } from '#template/document/as-object.ts';
import { readTemplates } from '#template/read-templates.ts';
import { System } from '#template/system/system.ts';
import type { NamedTemplate } from '#template/template.ts';
import { synthesized } from '#testing/synthesized.ts';
import { deedsOf, mayDo, rolesIn } from './role-of-each-job.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');

describe.each([
  ['the shop', ROOT],
  ['the museum', join(ROOT, 'examples/museum')],
  ['what new writes', join(ROOT, 'packages/choreography/scaffold')],
  ['a choreography whose monitor reveals', join(ROOT, 'packages/choreography/test/personal/marked')],
])('In %s', (name, given) => {
  const folders: string[] = [];
  let project = given;
  const templates = async (context: { stage?: string } = {}): Promise<readonly NamedTemplate[]> => {
    if (project === given) return readTemplates([await synthesized(project, context)]);
    const cdkOut = mkdtempSync(join(tmpdir(), 'least-privilege-'));
    folders.push(cdkOut);
    const environment = { CDK_OUTDIR: cdkOut, CDK_VALIDATION: 'false', CDK_CONTEXT_JSON: JSON.stringify(context) };
    await synthesize({ command: ['choreography', 'synth'], environment, watch: [] }, undefined, project).done;
    return readTemplates([cdkOut]);
  };
  let stacks: readonly NamedTemplate[];
  let staging: readonly NamedTemplate[];
  beforeAll(async () => {
    if (!name.startsWith('the ')) {
      project = copied(given);
      folders.push(project);
    }
    stacks = await templates();
    staging = await templates({ stage: 'staging' });
  }, 120_000);
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  test('the role of a job is refused each thing that the job of another participant is allowed, but to be traced', () => {
    const roles = rolesIn(stacks);
    const taken = roles.flatMap((role) =>
      roles
        .filter(({ job }) => participantOf(job) !== participantOf(role.job))
        .flatMap((other) =>
          deedsOf(other)
            .filter((deed) => mayDo(role, deed))
            .map(({ inWords }) => `${role.job} may as ${other.job}: ${inWords}`),
        ),
    );
    expect(taken.filter((each) => !/: xray:Put\w+ \*$/.test(each))).toEqual([]);
  });

  test('the jobs of one participant share what they do with the same items and emails, and nothing else', () => {
    const roles = rolesIn(stacks);
    const shared = roles.flatMap((role) =>
      roles
        .filter(({ job }) => job !== role.job && participantOf(job) === participantOf(role.job))
        .flatMap((other) =>
          deedsOf(other)
            .filter((deed) => mayDo(role, deed))
            .map(({ inWords }) => `${role.job}: ${inWords}`),
        ),
    );
    const unexplained = shared.filter((each) => !SHARED.some(([pattern]) => pattern.test(each)));
    expect(unexplained).toEqual([]);
    expect(shared.filter((each) => /inbox|PutEvents|SendMessage/.test(each) && !/:GetItem /.test(each))).toEqual([]);
  });

  test('each statement with a wildcard in its actions or resources has its reason', () => {
    const wild = rolesIn(stacks).flatMap(({ job, statements }) =>
      statements.flatMap(({ document: { Action, Resource, NotAction, NotResource } }) =>
        [Action ?? NotAction ?? []].flat().flatMap((action) =>
          [Resource ?? NotResource ?? []]
            .flat()
            .filter((resource) => `${action} ${resource}`.includes('*') || NotAction || NotResource)
            .map((resource) => `${job}: ${action} on ${resource}`),
        ),
      ),
    );
    expect(wild.length).toBeGreaterThan(0);
    expect(wild.filter((each) => !WILDCARDS.some(([pattern]) => pattern.test(each)))).toEqual([]);
  });

  test('what a service may do to a function or queue, it may for one rule of this account', () => {
    const system = new System(stacks);
    const permissions = system.resources('AWS::Lambda::Permission').map((each) => ({
      ...{ at: each.id, by: String(each.read('Principal')), sources: [each.read('SourceArn')].flat() },
    }));
    const policies = system.resources('AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy').flatMap((each) =>
      statementsIn(each.read('PolicyDocument'))
        .filter(({ Effect, Principal }) => Effect === 'Allow' && isObject(Principal))
        .map(({ Principal, Condition = {} }) => ({
          ...{ at: each.id, by: JSON.stringify(Principal) },
          sources: Object.values(Condition).flatMap((keys) => [keys['aws:SourceArn']].flat()),
        })),
    );
    const open = [...permissions, ...policies].filter(
      ({ sources }) => sources.length === 0 || !sources.every((source) => A_RULE.test(String(source))),
    );
    expect(permissions.length).toBeGreaterThan(0);
    expect(policies.length).toBeGreaterThan(0);
    expect(open).toEqual([]);
  });

  test('no role of a stage is allowed anything of another stage', () => {
    const [here, there] = [rolesIn(stacks), rolesIn(staging)];
    const taken = [
      ...here.map((role) => [role, there] as const),
      ...there.map((role) => [role, here] as const),
    ].flatMap(([role, others]) =>
      others.flatMap((other) =>
        deedsOf(other)
          // The identity that sends email belongs to the account, and X-Ray has no resources.
          .filter(({ action, resource }) => resource !== '*' && action !== 'ses:SendEmail')
          .filter((deed) => mayDo(role, deed))
          .map(({ inWords }) => `${role.job} may as ${other.job} of the other stage: ${inWords}`),
      ),
    );
    expect(taken).toEqual([]);
  });
});

/** A copy within the workspace, where the package is found, to be synthesized in. */
function copied(project: string): string {
  const builds = join(ROOT, 'packages/choreography/build');
  mkdirSync(builds, { recursive: true });
  const folder = mkdtempSync(join(builds, 'project-'));
  cpSync(project, folder, { recursive: true });
  // Its functions are written by whoever uses it.
  if (project.endsWith('marked'))
    for (const i of [0, 1, 2])
      writeFileSync(
        join(folder, `functions/desk/take-${i}.ts`),
        `import { take } from './take.ts';\n\nexport const handler = take(${i});\n`,
      );
  return folder;
}

/** A rule of this account and region by its name, and no pattern. */
const A_RULE = /^arn:\$\{AWS\.Partition\}:events:\$\{AWS\.Region\}:\$\{AWS\.AccountId\}:rule\/[^*]+$/;

/** What several jobs of a participant are allowed, and why. */
const SHARED: readonly (readonly [RegExp, string])[] = [
  [/: xray:Put/, 'Every job is traced.'],
  [/: ses:SendEmail .*\[ses:fromaddress=/, 'They send from one address.'],
  [/: dynamodb:\w+ \S+ \[dynamodb:leadingkeys=(?!inbox)/, 'They declare the same items.'],
  [
    /^rewards\/(award|reverse)-points: dynamodb:GetItem \S+ \[dynamodb:leadingkeys=inbox#(award|reverse)-points#x\]$/,
    'Each reads what the other has recorded of an order.',
  ],
  [
    /^monitor\/\w+: (dynamodb|sqs|lambda):/,
    'They keep and look up the same record, and read the same dead-letter queues.',
  ],
];

/** Statements with wildcards, and why they have them. */
const WILDCARDS: readonly (readonly [RegExp, string])[] = [
  [
    /^([\w-]+)\/([\w-]+): logs:(CreateLogStream|PutLogEvents) on \S+:log-group:\/aws\/lambda\/[\w-]+_\1_\2:\*$/,
    'Streams of its own log group are named by Lambda.',
  ],
  [/: xray:(PutTraceSegments|PutTelemetryRecords) on \*$/, 'X-Ray knows no resource but *.'],
  [
    /: ses:SendEmail on \S+:identity\/\*$/,
    'SES judges by whichever identity is verified, in the sandbox also by the recipient: the address narrows it.',
  ],
  [/^monitor\/\w+: sqs:ListQueues on \*$/, 'ListQueues knows no resource but *.'],
  [/^[\w-]+\/[\w-]+: dynamodb:ListStreams on \*$/, 'Neither does ListStreams, by which Lambda finds a stream.'],
  [/^monitor\/map: cloudformation:ListStacks on \*$/, 'ListStacks knows no resource but *.'],
  [/^monitor\/map: cloudformation:GetTemplate on \S+:stack\/\w+-[A-Z]\*$/, 'Stacks of this stage come and go.'],
  [
    /^monitor\/\w+: sqs:(GetQueueAttributes|ReceiveMessage|ChangeMessageVisibility) on \S+:[\w-]+_\*_dlq$/,
    'Queues come and go with their participants.',
  ],
];

const participantOf = (job: string): string => job.slice(0, job.indexOf('/'));
