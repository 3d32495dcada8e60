import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { sharedStack } from '#kit/stack';
import { clientOf, organizationOf, signUp, terraform } from './account';
import { hasBrowser, openBrowser, openPage, signIn } from './browser';

jest.setTimeout(60_000);

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  violations: { id: string; impact: string | null; nodes: { html: string }[] }[];
}

/** Until the new colours are painted: axe reads what is computed, also in the middle of a transition. Runs in the page. */
async function settled(): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  await Promise.allSettled(document.getAnimations().map((one) => one.finished));
}

/** What axe-core calls serious or critical, in light and in dark. The page's content policy stands: axe comes in by the debugger. */
async function violationsOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  await page.evaluate(axe);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(settled);
    const { violations } = await page.evaluate(() => (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run());
    for (const one of violations)
      if (one.impact === 'serious' || one.impact === 'critical')
        found.push(`${colorScheme} ${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
  }
  return found;
}

(hasBrowser ? describe : describe.skip)('the console for everybody', () => {
  let url: string;
  let browser: Browser;
  beforeAll(async () => {
    ({ url } = await sharedStack());
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  async function openSignedIn() {
    const account = await signUp(url);
    const { page } = await openPage(browser, url);
    await signIn(page, account);
    await page.getByRole('heading', { name: 'Import your first blueprint' }).waitFor();
    return { account, page };
  }

  it('has no serious accessibility fault at the door', async () => {
    const { page } = await openPage(browser, url);
    await page.getByRole('heading', { name: 'Sign in to Lintel' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  it('has none in an empty organisation, nor where an import fails', async () => {
    const { page } = await openSignedIn();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByLabel('Blueprint name').fill('Broken');
    await page.getByLabel('or paste a configuration').fill('resource "aws_vpc" "main" {\n  cidr_block = \n}\n');
    await page.getByRole('button', { name: 'Import blueprint' }).click();
    await page.getByText(/main\.tf:\d/).waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  it('has none in the list, nor on the import page', async () => {
    const { page, account } = await openSignedIn();
    const client = await clientOf(url, account);
    const { project } = await client.createProject({ organizationId: await organizationOf(client), name: 'Shop' });
    const files = [{ path: 'main.tf', content: terraform }];
    await client.importBlueprint({ projectId: project!.id, name: 'Web', format: 'HCL', files });
    await page.reload();
    await page.getByRole('row', { name: /Web/ }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Import blueprint' }).click();
    await page.getByRole('heading', { name: 'Import a blueprint' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  it('has none where the server fails, nor where a link leads nowhere', async () => {
    const { page } = await openSignedIn();
    const errors = [{ message: 'A service is not reachable.', extensions: { code: 'SUBGRAPH_UNAVAILABLE', requestId: 'request-7' } }];
    await page.route('**/graphql', (route) =>
      route.request().postData()?.includes('query Fleet') ? route.fulfill({ status: 200, json: { data: null, errors } }) : route.continue(),
    );
    await page.reload();
    await page.getByText('request-7').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.goto(`${url}/#/nowhere`);
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });
});
