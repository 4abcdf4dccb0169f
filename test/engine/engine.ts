import { inject } from 'vitest';

/** How the SDK's clients reach the engine: any credentials and region that the user has, or made-up ones. */
export const engine = () => ({
  endpoint: inject('endpoint'),
  region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1',
  credentials: {
    accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? 'test',
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? 'test',
  },
});
