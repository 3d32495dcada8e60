import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { sharedStack } from '#kit/stack';
import { clientOf, newAccount, organizationOf, terraform } from './account';
import { createAccount, hasBrowser, openBrowser, openPage, signIn } from './browser';

jest.setTimeout(120_000);

const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) });

(hasBrowser ? describe : describe.skip)('the console in a browser', () => {
  let url: string;
  let browser: Browser;
  beforeAll(async () => {
    ({ url } = await sharedStack());
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  it('takes a new person from an account to a first blueprint with verdict and cost', async () => {
    const { page, faults, foreign } = await openPage(browser, url);
    await createAccount(page, newAccount());
    await page.getByRole('heading', { name: 'Import your first blueprint' }).waitFor();
    await page.getByLabel('Blueprint name').fill('Web tier');
    await page.getByLabel('or paste a configuration').fill(terraform);
    await page.getByRole('button', { name: 'Import blueprint' }).click();
    const row = rowOf(page, 'Web tier');
    await row.getByText(/^\$\d+\.\d{2}$/).waitFor();
    expect(await row.innerText()).toMatch(/Advisory|Needs override|Blocked/);
    expect(await row.innerText()).toContain('Never deployed');
    expect(faults).toEqual([]);
    expect(foreign).toEqual([]);
  });

  it('shows a deployment and a drift alert as they happen, without reloading', async () => {
    const account = newAccount();
    const { page } = await openPage(browser, url);
    await createAccount(page, account);
    await page.getByLabel('Blueprint name').waitFor();
    const client = await clientOf(url, account);
    const organizationId = await organizationOf(client);
    const { project } = await client.createProject({ organizationId, name: 'Shop' });
    const { blueprint } = await client.importBlueprint({
      projectId: project!.id,
      name: 'Live tier',
      format: 'HCL',
      files: [{ path: 'main.tf', content: terraform }],
    });
    await page.reload();
    const row = rowOf(page, 'Live tier');
    await row.waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await page.evaluate(() => void ((window as { untouched?: boolean }).untouched = true));

    const { environment } = await client.createEnvironment({
      blueprintId: blueprint!.id,
      name: 'staging',
      target: 'REHEARSAL',
      requiresApproval: true,
    });
    const { deployment } = await client.requestDeployment({ environmentId: environment!.id, kind: 'APPLY', idempotencyKey: randomUUID() });
    await row.getByText('Awaiting decision').waitFor({ timeout: 60_000 });
    const held = await client.deployment(deployment!.id);
    if (held?.guardrails?.verdict === 'OVERRIDABLE') await client.overrideViolations({ deploymentId: deployment!.id, reason: 'rehearsal' });
    await client.approveDeployment({ deploymentId: deployment!.id });
    await row.getByText('Succeeded').waitFor({ timeout: 60_000 });
    expect(await page.getByRole('log').innerText()).toContain('Live tier, staging: apply 1 succeeded.');

    await client.simulateDrift({
      environmentId: environment!.id,
      address: 'aws_instance.web',
      attributes: { instance_type: 'm5.4xlarge' },
    });
    await client.scanDrift({ environmentId: environment!.id });
    await row.getByText('Drifted').waitFor({ timeout: 60_000 });
    await row.getByText('1 open alert').waitFor();
    expect(await row.innerText()).toContain('Succeeded'); // the scan is no deployment
    expect(await page.evaluate(() => (window as { untouched?: boolean }).untouched)).toBe(true);
    await client.dispose();
  });

  it('pages through a long list and puts the focus on the first new row', async () => {
    const account = newAccount();
    const { page } = await openPage(browser, url);
    await createAccount(page, account);
    await page.getByLabel('Blueprint name').waitFor();
    const client = await clientOf(url, account);
    const { project } = await client.createProject({ organizationId: await organizationOf(client), name: 'Many' });
    const content = {
      provider: 'AWS' as const,
      region: 'us-east-1',
      resources: [{ type: 'aws_sns_topic', name: 'topic', attributes: {} }],
    };
    for (let at = 1; at <= 21; at += 1) await client.createBlueprint({ projectId: project!.id, name: `Topic ${at}`, content });
    await page.reload();
    await page.getByText('20 of 21 blueprints').waitFor();
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.waitForFunction(() => document.activeElement?.closest('tr')?.matches(':last-child'));
    expect(await page.getByRole('rowheader').count()).toBe(21);
    expect(await page.getByRole('button', { name: 'Load more' }).count()).toBe(0);
  });

  it('stays signed in across a reload, and forgets the session on sign-out', async () => {
    const { page } = await openPage(browser, url);
    await createAccount(page, newAccount());
    const heading = page.getByRole('heading', { name: 'Blueprints', exact: true });
    await heading.waitFor();
    await page.reload();
    await heading.waitFor();
    expect(await page.evaluate(() => Object.keys({ ...sessionStorage, ...localStorage }))).toEqual([]);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Lintel' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in to Lintel' }).waitFor();
  });

  it('does not share the session with a duplicate of the tab, whose renewal would end it', async () => {
    const { page } = await openPage(browser, url);
    await createAccount(page, newAccount());
    await page.getByRole('heading', { name: 'Blueprints', exact: true }).waitFor();
    const opened = page.waitForEvent('popup');
    await page.evaluate(() => void window.open(location.href)); // copies sessionStorage, as a duplicated tab does
    const duplicate = await opened;
    await duplicate.getByRole('heading', { name: 'Sign in to Lintel' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Blueprints', exact: true }).waitFor();
  });

  it('can be entered with the keyboard alone', async () => {
    const account = newAccount();
    const first = await openPage(browser, url);
    await createAccount(first.page, account);
    await first.page.getByRole('heading', { name: 'Blueprints', exact: true }).waitFor();
    const { page } = await openPage(browser, url);
    await page.getByRole('heading', { name: 'Sign in to Lintel' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type(account.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(account.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Blueprints', exact: true }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Blueprints');
  });

  it('says that a password is wrong without saying which part', async () => {
    const { page } = await openPage(browser, url);
    await signIn(page, newAccount());
    await page.getByText('INVALID_CREDENTIALS').waitFor();
    expect(await page.getByRole('heading', { name: 'Sign in to Lintel' }).count()).toBe(1);
  });

  it('shows where a pasted configuration does not parse', async () => {
    const { page } = await openPage(browser, url);
    await createAccount(page, newAccount());
    await page.getByLabel('Blueprint name').fill('Broken');
    await page.getByLabel('or paste a configuration').fill('resource "aws_vpc" "main" {\n  cidr_block = \n');
    await page.getByRole('button', { name: 'Import blueprint' }).click();
    const fault = page.getByText(/^main\.tf:2:\d+: /);
    await fault.waitFor();
    const input = page.getByLabel('or paste a configuration');
    expect(await input.getAttribute('aria-describedby')).toBe(await fault.getAttribute('id'));
    expect(await input.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('shows a failure with its request id and recovers on demand', async () => {
    const { page } = await openPage(browser, url);
    await createAccount(page, newAccount());
    await page.getByRole('heading', { name: 'Import your first blueprint' }).waitFor();
    const errors = [{ message: 'A service is not reachable.', extensions: { code: 'SUBGRAPH_UNAVAILABLE', requestId: 'request-7' } }];
    await page.route('**/graphql', (route) =>
      route.request().postData()?.includes('query Fleet') ? route.fulfill({ status: 200, json: { data: null, errors } }) : route.continue(),
    );
    await page.reload();
    await page.getByText('request-7').waitFor();
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Import your first blueprint' }).waitFor();
  });

  it('fits a narrow screen without scrolling sideways', async () => {
    const { page } = await openPage(browser, url);
    await page.setViewportSize({ width: 360, height: 740 });
    await createAccount(page, newAccount());
    await page.getByRole('heading', { name: 'Import your first blueprint' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});
