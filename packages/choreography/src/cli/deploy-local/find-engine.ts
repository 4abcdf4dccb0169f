import { isThisMachine } from '#local/gateway/is-this-machine.ts';
import { InputError } from '#template/input-error.ts';

/** An emulator that answers on this machine. */
export interface Engine {
  readonly name: 'LocalStack' | 'MiniStack';
  /** Where it answers, such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly refuses: readonly Refused[];
}

/** A resource type that an engine cannot make, by a pattern of its name: always, or with one property; or that property alone. */
export interface Refused {
  readonly type: RegExp;
  /** Only resources that have this property are refused. */
  readonly having?: string;
  /** The resource is made, without this property. */
  readonly property?: string;
}

const ENGINES: readonly (Omit<Engine, 'endpoint'> & { readonly health: string })[] = [
  {
    name: 'MiniStack',
    health: '/_ministack/health',
    refuses: [
      { type: /^AWS::Events::Archive$/ },
      { type: /^AWS::EventSchemas::/ },
      // An alarm on several metrics at once.
      { type: /^AWS::CloudWatch::Alarm$/, having: 'Metrics' },
    ],
  },
  {
    name: 'LocalStack',
    health: '/_localstack/health',
    // It makes a KMS key for an encrypted table, and the release that runs without Docker fails at it.
    refuses: [{ type: /^AWS::DynamoDB::Table$/, property: 'SSESpecification' }],
  },
];

/** Finds out which emulator answers at an endpoint of this machine. Throws an InputError for any other address. */
export async function findEngine(asked: string | undefined): Promise<Engine> {
  const endpoint = onThisMachine(asked);
  // Each engine may take the other's address for a bucket: only a health report counts.
  for (const { health, ...engine } of ENGINES)
    if (await reports(`${endpoint}${health}`)) return { ...engine, endpoint };
  if (await reports(`${endpoint}/_local/status`)) {
    throw new InputError(
      `The local runtime answers at ${endpoint}: it runs the templates by itself, nothing needs to be deployed.`,
    );
  }
  throw new InputError(`Neither LocalStack nor MiniStack answers at ${endpoint}: start one first (docs/engines.md).`);
}

function onThisMachine(asked: string | undefined): string {
  if (!asked) {
    throw new InputError(
      'Set AWS_ENDPOINT_URL to the emulator, for instance http://127.0.0.1:4566; "npx cdk deploy --all" deploys to AWS.',
    );
  }
  const url = URL.canParse(asked) ? new URL(asked) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || !isThisMachine(url.hostname)) {
    throw new InputError(
      `AWS_ENDPOINT_URL is ${asked}, but deploy:local deploys to this machine only, for instance to http://127.0.0.1:4566; "npx cdk deploy --all" deploys to AWS.`,
    );
  }
  // S3 clients put the bucket before a name but not before a number, and BUCKET.localhost resolves nowhere.
  if (url.hostname === 'localhost') url.hostname = '127.0.0.1';
  return url.origin;
}

async function reports(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3000) });
    const report: unknown = await response.json();
    return response.ok && typeof report === 'object';
  } catch {
    return false;
  }
}
