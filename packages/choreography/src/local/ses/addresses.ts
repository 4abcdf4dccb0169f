/**
 * The addresses of a list in a header of an email: `Ada <ada@example.com>, "B, C" <b@example.com>, team: c@example.com;`
 * (RFC 5322, 3.4). Names, comments and groups are left out.
 */
export function addressesIn(list: string): string[] {
  const plain = list
    .replace(/"(?:\\.|[^"\\])*"/g, '')
    .replace(/\((?:\\.|[^()\\])*\)/g, '')
    .replace(/[^,;:<>]*:/g, '');
  return plain.split(/[,;]/).flatMap((one) => {
    const address = (/<([^<>]*)>/.exec(one)?.[1] ?? one).trim();
    return address === '' ? [] : [address];
  });
}

/** Who the headers To, Cc and Bcc of a raw email name. */
export function recipientsOf(raw: Buffer): string[] {
  const text = raw.toString('utf8');
  const end = text.search(/\r?\n\r?\n/);
  const headers = (end < 0 ? text : text.slice(0, end)).replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return headers.flatMap((header) => {
    const [, list] = /^(?:to|cc|bcc):(.*)$/i.exec(header) ?? [];
    return list === undefined ? [] : addressesIn(list);
  });
}

/** "A message can have up to 50 recipients" (SES Developer Guide: "Service quotas"). */
const MAX_RECIPIENTS = 50;

/** What is wrong with the recipients of an email, in the words of SES; undefined if nothing is. */
export function checkRecipients(recipients: readonly string[]): string | undefined {
  if (recipients.length === 0) return 'Missing recipients.';
  if (recipients.length > MAX_RECIPIENTS) return `Recipient count exceeds ${MAX_RECIPIENTS}.`;
  const wrong = recipients.find((recipient) => !/@[^@\s<>]+$/.test(addressesIn(recipient)[0] ?? ''));
  return wrong === undefined ? undefined : `Missing final '@domain' in ${wrong}`;
}
