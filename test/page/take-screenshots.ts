/**
 * `npm run screenshots`: plays a quarter of an hour of the shop on a held clock, with what can go wrong in it, and takes
 * the pictures in `docs/screenshots/` of what the monitor shows then.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { launch } from '../../packages/choreography/test/browser/chromium.ts';
import { aMonitoredShop, anOrderOf } from './monitored-shop.ts';

const shop = await aMonitoredShop();
const browser = await launch();
try {
  await play();
  await picture('orders', '/', { height: 860 });
  await picture('order-in-progress', '/processes/checkout/instances/o-2016', { height: 1000, colorScheme: 'dark' });
  await picture('order-stuck', '/processes/checkout/instances/o-2009', { height: 1180 });
  await picture('order-overdue', '/processes/checkout/instances/o-2012', { height: 1120, colorScheme: 'dark' });
  await picture('order-rejected', '/processes/checkout/instances/o-2006', { height: 1060, open: 'ApologySent' });
  await picture('map', '/map?event=shop.warehouse+OrderRejected', { height: 720 });
  await picture('participants', '/participants', { height: 980, colorScheme: 'dark' });
  await picture('unheard', '/unheard', { height: 560, open: 'StockReceived' });
  await picture('phone', '/', { width: 360, height: 740 });
} finally {
  await browser.close();
  await shop.stop();
}

async function play(): Promise<void> {
  await shop.receive('teapot', 500);
  await shop.clock({ hold: true });
  let next = 2001;
  const place = async (sku = 'teapot') => {
    await shop.place(anOrderOf(`o-${next++}`, sku, 1 + (next % 3)));
    await shop.idle();
    await shop.clock({ moveBy: '40 seconds' });
  };
  const times = async (n: number) => {
    for (let i = 0; i < n; i++) await place();
  };
  await times(5);
  await place('golden-teapot');
  await times(2);
  // The rewards of one customer cannot be counted: the job is tried again, and sets the event aside.
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  await DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: shop.endpoint, region: 'us-east-1', credentials }),
  ).send(new PutCommand({ TableName: 'checkout_rewards', Item: { pk: `balance#c-o-${next}`, points: 'a few' } }));
  await times(2);
  // For a while nobody tells email of orders.
  await rule('disable-rule', 'ConfirmOrder');
  await times(2);
  await rule('enable-rule', 'ConfirmOrder');
  await shop.clock({ moveBy: '4 minutes' });
  await times(3);
  await rule('disable-rule', 'DispatchOrder');
  await times(2);
  await shop.put({
    source: 'shop.pricing',
    type: 'PriceChanged',
    detail: { data: { sku: 'teapot', from: 1050, to: 990 } },
  });
  await shop.put({
    ...{ source: 'shop.supplier', type: 'StockReceived' },
    detail: { data: { deliveryId: 'd-77', items: 'ten teapots' } },
  });
  await shop.idle();
  await shop.clock({ moveBy: '1 minute' });
}

async function rule(action: 'enable-rule' | 'disable-rule', job: string): Promise<void> {
  const query = ['--query', `Rules[?contains(Name, '${job}')].Name | [0]`, '--output', 'text'];
  const name = (await shop.aws('events', 'list-rules', '--event-bus-name', 'checkout', ...query)).trim();
  await shop.aws('events', action, '--event-bus-name', 'checkout', '--name', name);
}

async function picture(
  name: string,
  path: string,
  {
    width = 1280,
    height,
    colorScheme = 'light',
    open,
  }: { width?: number; height: number; colorScheme?: 'light' | 'dark'; open?: string },
): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.goto(new URL(path, shop.url).href);
  await page.locator('.instance-row, .step, .rules, .participant, .unheard li').first().waitFor();
  await page.getByText('Looking for what is missing…').waitFor({ state: 'detached' });
  if (path.includes('/instances/')) await page.locator('.step.is-unneeded, .step.is-later, .step-if').first().waitFor();
  if (path.startsWith('/map')) await page.locator('.box-job.is-failed').first().waitFor();
  if (open) await page.locator('.line-row, summary').filter({ hasText: open }).first().click();
  await page.mouse.move(0, 0);
  await page.screenshot({ path: `docs/screenshots/${name}.png` });
  await page.close();
}
