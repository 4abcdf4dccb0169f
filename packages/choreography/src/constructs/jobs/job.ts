import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from '#constructs/acknowledge.ts';
import { BundledCode } from '#constructs/bundle/bundled-code.ts';
import { maySay } from '#constructs/grants/may-say.ts';
import { EMAIL_ACKNOWLEDGED, maySendEmail } from '#constructs/grants/may-send-email.ts';
import { type ItemAction, inboxUse, tableUse } from '#constructs/grants/table-grants.ts';
import { cloudwatch, constructs, core, iam, lambda, logs } from '#constructs/lazy-cdk.ts';
import { failureRate, throttleRate } from '#constructs/set-aside-metrics.ts';
import { alarmTopicName, isProtected, type Setting } from '#constructs/setting.ts';
import type { JobDeclaration } from '#contracts/define-participant.ts';
import { RETENTION_DAYS } from '#contracts/retention.ts';
import { dataJsonSchema } from '#contracts/schema/json-schema.ts';
import { JOB_METADATA } from '#contracts/template-metadata.ts';

/** What a job needs beside its declaration: the items that it may touch, email, environment. */
export interface JobProps {
  /**
   * What the job does with its participant's items, beside its own inbox: DynamoDB's actions by partition key, such as
   * `{ 'stock#*': ['GetItem', 'UpdateItem'] }`. The key `*` means the whole table.
   * @default nothing
   */
  readonly items?: Readonly<Record<string, readonly ItemAction[]>>;
  /**
   * The address from which the job sends email. It then performs an effect: it claims, sends and records.
   * @default the job sends no email
   */
  readonly sendsEmailFrom?: string;
  /**
   * Further variables of the function's environment.
   * @default none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * How many days its logs are kept, and in a protected stage beyond its stack: of a job whose logs are to prove something.
   * @default as long as other logs
   */
  readonly auditDays?: number;
  /**
   * The function's memory in MB; Lambda gives CPU in proportion to it.
   * @default 256
   */
  readonly memorySize?: number;
  /**
   * How many seconds it may take.
   * @default 10
   */
  readonly timeoutSeconds?: number;
}

/** How many seconds a job may take, unless it says otherwise. */
export const TIMEOUT_SECONDS = 10;

/** A job, and what it shares with the other jobs of its participant. */
export interface JobPlace {
  readonly participant: string;
  readonly name: string;
  readonly declaration: JobDeclaration;
  readonly setting: Setting;
  /** The bus's name. */
  readonly bus: string;
  readonly table: Table;
}

/**
 * One job as one Lambda function, named `BUS_PARTICIPANT_JOB`, with its own log group, alarms, and a role that lets it do
 * what it declares and nothing else. The function carries the metadata `choreography:job`: participant, job, its
 * business key (`oncePer`) if it has one, the events that it says and the JSON Schema of the data that it accepts.
 */
export abstract class Job extends constructs.Construct {
  protected readonly function;
  /** `BUS_PARTICIPANT_JOB`. */
  protected readonly functionName: string;
  protected readonly permissions;

  constructor(
    scope: Construct,
    private readonly place: JobPlace,
    props: JobProps,
  ) {
    super(scope, pascalCase(place.name));
    const { participant, name, declaration, bus } = place;
    this.functionName = `${bus}_${participant}_${name}`;
    if (this.functionName.length > 64) {
      throw new Error(
        `The function name ${this.functionName} is longer than Lambda's 64 characters: shorten the stage.`,
      );
    }
    const logGroup = this.makeLogGroup(props);
    const role = new iam.Role(this, 'Role', {
      description: `What ${participant}/${name} may do on the bus ${bus}`,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    this.permissions = new iam.Policy(this, 'Permissions', { roles: [role] });
    this.function = this.makeFunction(logGroup, role, props);
    // Lambda asks for the permissions to write logs and dead letters when the function is made.
    this.function.node.addDependency(this.permissions);
    this.may(...this.permissionsOf(logGroup, props));
    acknowledge(this.permissions, { ...ACKNOWLEDGED, ...(props.sendsEmailFrom ? EMAIL_ACKNOWLEDGED : {}) });
    this.alarm('errors', failureRate(this.function), TOO_MANY);
    this.alarm('throttles', throttleRate(this.function), TOO_MANY);
    this.addMetadata(JOB_METADATA, {
      participant,
      job: name,
      ...(declaration.oncePer ? { oncePer: declaration.oncePer } : {}),
      emits: declaration.emits.map(({ source, type, version }) => ({ source, type, version })),
      accepts: dataJsonSchema(declaration.accepts),
    });
  }

  private makeLogGroup({ auditDays }: JobProps): LogGroup {
    const { setting } = this.place;
    return new logs.LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${this.functionName}`,
      retention: auditDays ?? (isProtected(setting) ? RETENTION_DAYS.logsOfProtected : RETENTION_DAYS.logs),
      removalPolicy: auditDays && isProtected(setting) ? core.RemovalPolicy.RETAIN : core.RemovalPolicy.DESTROY,
    });
  }

  private makeFunction(logGroup: LogGroup, role: Role, props: JobProps): LambdaFunction {
    const { participant, name, bus, table } = this.place;
    return new lambda.Function(this, 'Function', {
      functionName: this.functionName,
      description: `${participant}/${name} of the bus ${bus}`,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      code: new BundledCode(participant, name),
      handler: 'index.handler',
      // Lambda gives CPU in proportion to memory, and loading the SDK is all CPU: twice the default for half the cold start.
      memorySize: props.memorySize ?? 256,
      timeout: core.Duration.seconds(props.timeoutSeconds ?? TIMEOUT_SECONDS),
      tracing: lambda.Tracing.ACTIVE,
      // By its ARN: the CDK then adds neither statements of its own nor a needless dependency.
      role: iam.Role.fromRoleArn(this, 'RoleByArn', role.roleArn, { mutable: false }),
      logGroup,
      // Of Lambda's own lines only those that tell what went wrong: the others are half of all that is logged, and their durations are metrics.
      loggingFormat: lambda.LoggingFormat.JSON,
      systemLogLevelV2: lambda.SystemLogLevel.WARN,
      environment: {
        BUS_NAME: bus,
        TABLE_NAME: table.tableName,
        ...props.environment,
        ...(props.sendsEmailFrom ? { SENDER: props.sendsEmailFrom } : {}),
      },
    });
  }

  /** What every job may do, and what its declaration says. */
  private permissionsOf(logGroup: LogGroup, { items = {}, sendsEmailFrom }: JobProps): PolicyStatement[] {
    const { name, declaration, bus, table } = this.place;
    return [
      new iam.PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
      // X-Ray knows no resource but `*` (Service Authorization Reference: "AWS X-Ray").
      new iam.PolicyStatement({ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] }),
      ...(declaration.oncePer
        ? inboxUse(table, name, {
            performsEffect: sendsEmailFrom !== undefined,
            marks: declaration.emits.length > 0 && declaration.remembers !== 'while it may come again',
          })
        : []),
      ...tableUse(table, items),
      ...maySay(this, bus, declaration.emits),
      ...(sendsEmailFrom ? [maySendEmail(this, sendsEmailFrom)] : []),
    ];
  }

  /** Notes a fact for the tools in the function's template metadata. */
  addMetadata(key: string, fact: unknown): this {
    (this.function.node.defaultChild as InstanceType<typeof lambda.CfnFunction>).addMetadata(key, fact);
    return this;
  }

  /** Allows the job more than its declaration can express. */
  may(...statements: readonly PolicyStatement[]): this {
    this.permissions.addStatements(...statements);
    return this;
  }

  /** Has Lambda feed the function from one of the job's queues, by a mapping of this id: what fails alone comes again. */
  protected feedFrom(queue: Queue, id: string, { batchSize, windowSeconds, maxConcurrency }: Feeding): void {
    const mapping = new lambda.CfnEventSourceMapping(this, id, {
      functionName: this.function.functionName,
      eventSourceArn: queue.queueArn,
      batchSize,
      ...(windowSeconds !== undefined && { maximumBatchingWindowInSeconds: windowSeconds }),
      functionResponseTypes: ['ReportBatchItemFailures'],
      ...(maxConcurrency !== undefined && { scalingConfig: { maximumConcurrency: maxConcurrency } }),
    });
    // Lambda asks for the permission to receive when the mapping is made.
    mapping.node.addDependency(this.permissions);
    acknowledge(mapping, {
      'Serverless-LambdaEventSourceMappingDestination':
        'What fails too often goes to its dead-letter queue, by the redrive policy of its queue.',
    });
  }

  /**
   * An alarm, named `BUS_PARTICIPANT_JOB_NAME`. A count goes off at the first one, a rate (`TOO_MANY`) when it lasts. Those
   * who hear of alarms hear of this one.
   */
  protected alarm(name: string, metric: IMetric, { threshold, periods }: Threshold = AT_THE_FIRST): void {
    const alarm = new cloudwatch.Alarm(this, `${pascalCase(name)}Alarm`, {
      alarmName: `${this.functionName}_${name}`,
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    const { setting } = this.place;
    if (!setting.alarms) return;
    const alarmActionArn = core.Stack.of(this).formatArn({ service: 'sns', resource: alarmTopicName(setting) });
    alarm.addAlarmAction({ bind: () => ({ alarmActionArn }) });
  }
}

const ACKNOWLEDGED = {
  'AwsSolutions-IAM5[Resource::*]': `X-Ray knows no resource but * (Service Authorization Reference: "AWS X-Ray"), and neither do sqs:ListQueues ("Amazon SQS"), of the monitor, and dynamodb:ListStreams ("Amazon DynamoDB"), of an HTTP job.`,
};

/** How a function is fed from a queue. */
export interface Feeding {
  readonly batchSize: number;
  /** How many seconds a batch is gathered for. */
  readonly windowSeconds?: number | undefined;
  /** The most batches at once. */
  readonly maxConcurrency?: number | undefined;
}

/** When an alarm goes off: at a value, in so many periods one after the other. */
interface Threshold {
  readonly threshold: number;
  readonly periods: number;
}

const AT_THE_FIRST: Threshold = { threshold: 1, periods: 1 };
/** One error is retried, and a few pass by themselves: a tenth of all for a quarter of an hour does not. */
const TOO_MANY: Threshold = { threshold: 10, periods: 3 };

/** `fetch-book` as `FetchBook`: logical ids have no hyphens. */
const pascalCase = (name: string): string => name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
