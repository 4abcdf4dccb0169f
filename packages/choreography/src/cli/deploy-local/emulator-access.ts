import { devNull } from 'node:os';

/** How clients reach an emulator: never with the credentials of an account. */
export interface EmulatorAccess {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The caller's region, or us-east-1, and made-up credentials. Only an access key of twelve digits is kept: that is how one
 * of an emulator's accounts is chosen.
 */
export function emulatorAccess(endpoint: string, env: Environment): EmulatorAccess {
  const { AWS_ACCESS_KEY_ID: key = '' } = env;
  return {
    endpoint,
    region: env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1',
    credentials: { accessKeyId: /^\d{12}$/.test(key) ? key : 'test', secretAccessKey: 'test' },
  };
}

/**
 * The environment of a program that must reach nothing but the emulator. The caller's own AWS and CDK settings stay out
 * of it, and so do the files with profiles: an endpoint of a single service, or the wish to ignore configured endpoints,
 * would otherwise send the deployment to an account (AWS SDKs and Tools Reference Guide: "Service-specific endpoints").
 */
export function emulatorEnvironment(
  { endpoint, region, credentials }: EmulatorAccess,
  env: Environment,
): Record<string, string> {
  const kept = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && (!/^(AWS|CDK)_/.test(name) || name === 'AWS_CA_BUNDLE') ? [[name, value] as const] : [],
  );
  return {
    ...Object.fromEntries(kept),
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
