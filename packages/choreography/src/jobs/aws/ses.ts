import { SESClient } from '@aws-sdk/client-ses';

/** One attempt only: a repeated SendEmail whose answer was lost would double the email. */
export const ses = new SESClient({ maxAttempts: 1 });
