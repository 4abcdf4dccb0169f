import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/**
 * The monitor's page: one HTML file that holds all that it needs, made from `page/` and put beside this function's code. Every
 * path is answered with it, since it reads the address itself.
 */
export async function pageJob({
  requestContext,
}: Pick<APIGatewayProxyEventV2, 'requestContext'>): Promise<APIGatewayProxyStructuredResultV2> {
  const { method } = requestContext.http;
  if (method !== 'GET' && method !== 'HEAD')
    return { statusCode: 405, headers: { allow: 'GET, HEAD' }, body: `Only GET is answered, not ${method}.` };
  page ??= readPage();
  return { statusCode: 200, ...page };
}

let page: { readonly headers: Readonly<Record<string, string>>; readonly body: string } | undefined;

function readPage() {
  const body = readFileSync(join(__dirname, 'page.html'), 'utf8');
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': contentSecurityPolicy(body),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  return { headers, body };
}

/** The only script and style that may run are those of the page, known by their hashes (Content Security Policy 3). */
const contentSecurityPolicy = (html: string): string =>
  [
    "default-src 'none'",
    `script-src ${hashesOf(html, 'script')}`,
    `style-src ${hashesOf(html, 'style')}`,
    "connect-src 'self'",
    'font-src data:',
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');

function hashesOf(html: string, element: 'script' | 'style'): string {
  const found = html.matchAll(new RegExp(`<${element}[^>]*>(.*?)</${element}>`, 'gs'));
  return [...found].map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`).join(' ');
}
