import type { AwsResponse } from '#local/gateway/backend.ts';
import { escapeXml, listOf } from '#local/gateway/query-protocol.ts';
import { errorOf, resultOf } from './query-protocol.ts';

/**
 * The identity actions of SES v1. Locally every address and domain counts as verified, at once and unasked, so that
 * nothing needs to be set up; the list shows those that were asked for.
 */
export function identityActions(): Record<string, (form: URLSearchParams) => AwsResponse> {
  const identities = new Set<string>();
  const verify = (action: string, parameter: string, result: string) => (form: URLSearchParams) => {
    const identity = form.get(parameter);
    if (!identity) return errorOf('ValidationError', `The parameter ${parameter} is missing.`);
    identities.add(identity);
    return resultOf(action, result);
  };
  const token = '<VerificationToken>verified-locally</VerificationToken>';
  return {
    VerifyEmailIdentity: verify('VerifyEmailIdentity', 'EmailAddress', ''),
    VerifyDomainIdentity: verify('VerifyDomainIdentity', 'Domain', token),
    ListIdentities(form) {
      const type = form.get('IdentityType');
      const listed = [...identities].filter(
        (identity) => !type || (type === 'EmailAddress') === identity.includes('@'),
      );
      const members = listed.map((identity) => `<member>${escapeXml(identity)}</member>`);
      return resultOf('ListIdentities', `<Identities>${members.join('')}</Identities>`);
    },
    GetIdentityVerificationAttributes(form) {
      const entries = listOf(form, 'Identities').map((identity) => {
        const status = '<value><VerificationStatus>Success</VerificationStatus></value>';
        return `<entry><key>${escapeXml(identity)}</key>${status}</entry>`;
      });
      const attributes = `<VerificationAttributes>${entries.join('')}</VerificationAttributes>`;
      return resultOf('GetIdentityVerificationAttributes', attributes);
    },
    DeleteIdentity(form) {
      identities.delete(form.get('Identity') ?? '');
      return resultOf('DeleteIdentity');
    },
  };
}
