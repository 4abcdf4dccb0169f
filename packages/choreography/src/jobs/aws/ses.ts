import type { SendEmailCommandInput, SendEmailCommandOutput } from '@aws-sdk/client-ses';
import { queryService } from './query-service.ts';

/**
 * The SES of all jobs in a function (SES API reference: SendEmail). It asks once: a repeated SendEmail whose answer was lost would double
 * the email. `send` throws a {@link ServiceError}, which has a status only if SES itself said that it did not take the email.
 */
export const ses = queryService<{ readonly SendEmail: [SendEmailCommandInput, SendEmailCommandOutput] }>({
  title: 'SES',
  service: 'ses',
  version: '2010-12-01',
});
