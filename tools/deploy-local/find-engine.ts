import { InputError } from '../template/input-error.ts';

export interface Engine {
  readonly name: 'LocalStack' | 'MiniStack';
  /** Resource types, and properties of resource types, that it cannot make. */
  readonly refuses: readonly Refused[];
}

/** A resource type, by a pattern of its name, or one property of it. */
export interface Refused {
  readonly type: RegExp;
  readonly property?: string;
}

// LocalStack makes a KMS key for an encrypted table, and the release that runs without Docker fails at it.
const ENGINES: readonly (Engine & { readonly health: string })[] = [
  {
    name: 'MiniStack',
    health: '/_ministack/health',
    refuses: [{ type: /^AWS::Events::Archive$/ }, { type: /^AWS::EventSchemas::/ }],
  },
  {
    name: 'LocalStack',
    health: '/_localstack/health',
    refuses: [{ type: /^AWS::DynamoDB::Table$/, property: 'SSESpecification' }],
  },
];

/** Finds out which emulator answers at an endpoint of this machine. Throws an InputError for any other address. */
export async function findEngine(endpoint: string | undefined): Promise<Engine> {
  if (!endpoint) {
    throw new InputError(
      'Set AWS_ENDPOINT_URL to the emulator, for instance http://127.0.0.1:4566; "npx cdk deploy --all" deploys to AWS.',
    );
  }
  if (!URL.canParse(endpoint) || !['127.0.0.1', 'localhost', '[::1]'].includes(new URL(endpoint).hostname)) {
    throw new InputError(
      `AWS_ENDPOINT_URL is ${endpoint}, but deploy:local deploys to this machine only; "npx cdk deploy --all" deploys to AWS.`,
    );
  }
  for (const engine of ENGINES) if (await answers(`${endpoint}${engine.health}`)) return engine;
  if (await answers(`${endpoint}/_local/status`)) {
    throw new InputError(
      `The local runtime answers at ${endpoint}: it runs the templates by itself, nothing needs to be deployed.`,
    );
  }
  throw new InputError(`Neither LocalStack nor MiniStack answers at ${endpoint}: start one first (docs/engines.md).`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
