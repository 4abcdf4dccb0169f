import { quoted } from './command-line.ts';

/**
 * Why AWS or an emulator could not be reached, and what to do: one sentence. Undefined
 * when it was reached. The names are those of the AWS SDK's errors (API reference: "Common Errors").
 */
export function whyUnreachable(error: Error, endpoint: string | undefined): string | undefined {
  const where = endpoint ?? 'AWS';
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (error.name === 'TimeoutError' || UNREACHABLE.has(code))
    return `Nothing answers at ${where} (${code || error.name}): start the local runtime with "npm start", or give another --endpoint-url.`;
  if (EXPIRED.has(error.name))
    return `The AWS credentials have expired: sign in again, for instance with "aws sso login${ofProfile()}".`;
  if (error.name === 'CredentialsProviderError')
    return `No AWS credentials were found for ${where}: sign in with "aws sso login${ofProfile()}" or "aws configure", or start the local runtime with "npm start".`;
  if (error.message.startsWith('Region is missing'))
    return `No AWS region is set: set AWS_REGION, or start the local runtime with "npm start".`;
  return undefined;
}

const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired']);

/** As whom the caller asked: with the profile that was named. */
const ofProfile = ({ AWS_PROFILE } = process.env): string => (AWS_PROFILE ? ` --profile ${quoted(AWS_PROFILE)}` : '');
