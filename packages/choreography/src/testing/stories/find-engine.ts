import { runProject } from '#testing/a-runtime.ts';
import { Engine, type EngineAccess, onlyBus } from './engine.ts';

/** An engine that stories run on, and how to end it. */
export interface FoundEngine {
  readonly engine: Engine;
  end(): Promise<void>;
}

/**
 * The engine at an endpoint, or `aws`; without one the local runtime in this process, with the templates of the project.
 * @param endpoint its URL, `aws` for AWS itself, or undefined
 * @param bus undefined: the only one that is there
 */
export async function findEngine(
  folder: string,
  endpoint: string | undefined,
  bus: string | undefined,
): Promise<FoundEngine> {
  if (endpoint === undefined) {
    const runtime = await runProject(folder);
    const access = accessTo(runtime.endpoint);
    const engine = new Engine(access, bus ?? (await onlyBus(access)), true);
    return { engine, end: () => runtime.stop() };
  }
  const access = endpoint === 'aws' ? { region: region() } : accessTo(endpoint);
  const engine = new Engine(access, bus ?? (await onlyBus(access)), await isLocalRuntime(access));
  return { engine, end: async () => {} };
}

const region = () => process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1';

/** Any credentials and region that the user has, or made-up ones. */
const accessTo = (endpoint: string): EngineAccess => ({
  endpoint,
  region: region(),
  credentials: {
    accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? 'test',
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? 'test',
  },
});

async function isLocalRuntime({ endpoint }: EngineAccess): Promise<boolean> {
  if (endpoint === undefined) return false;
  try {
    const answer = await fetch(`${endpoint}/_local/status`);
    return answer.ok && Array.isArray(((await answer.json()) as { rules?: unknown }).rules);
  } catch {
    return false;
  }
}
