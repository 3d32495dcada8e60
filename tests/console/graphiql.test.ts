import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { sharedStack } from '#kit/stack';
import { clientOf, organizationOf, signUp, terraform } from './account';
import { hasBrowser, openBrowser, openPage, signIn } from './browser';

jest.setTimeout(60_000);

/** Puts a document in place of what the editor holds, and runs it. */
async function run(page: Page, document: string): Promise<void> {
  await page.locator('.graphiql-query-editor .CodeMirror').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(document);
  await page.keyboard.press('Control+Enter');
}

const response = (page: Page) => page.getByRole('region', { name: 'Result Window' }).or(page.locator('.graphiql-response'));

(hasBrowser ? describe : describe.skip)('GraphiQL in a browser', () => {
  let url: string;
  let browser: Browser;
  beforeAll(async () => {
    ({ url } = await sharedStack());
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  it('signs in and asks as that person, from our own files alone', async () => {
    const account = await signUp(url);
    const { page, faults, foreign } = await openPage(browser, `${url}/graphiql`);
    await signIn(page, account);
    await page.getByText(account.email).waitFor();
    await run(page, '{ me { email } }');
    await response(page).first().getByText(`"${account.email}"`).waitFor();
    expect(faults).toEqual([]);
    expect(foreign).toEqual([]);
  });

  it('keeps the session across a reload and to the console in the same tab', async () => {
    const account = await signUp(url);
    const { page } = await openPage(browser, `${url}/graphiql`);
    await signIn(page, account);
    await page.getByText(account.email).waitFor();
    await page.reload();
    await page.getByText(account.email).waitFor();
    await page.getByRole('link', { name: 'Lintel' }).click();
    await page.getByRole('heading', { name: 'Blueprints', exact: true }).waitFor();
  });

  it('follows a subscription over a WebSocket of the same origin', async () => {
    const account = await signUp(url);
    const client = await clientOf(url, account);
    const organizationId = await organizationOf(client);
    const { project } = await client.createProject({ organizationId, name: 'Shop' });
    const files = [{ path: 'main.tf', content: terraform }];
    const { blueprint } = await client.importBlueprint({ projectId: project!.id, name: 'Web', format: 'HCL', files });
    const { environment } = await client.createEnvironment({ blueprintId: blueprint!.id, name: 'staging', target: 'REHEARSAL' });
    const { page, foreign } = await openPage(browser, `${url}/graphiql`);
    await signIn(page, account);
    await page.getByText(account.email).waitFor();
    const acknowledged = page.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived'));
    await run(page, `subscription { deploymentStatusChanged(organizationId: "${organizationId}") { status } }`);
    await acknowledged;
    await client.requestDeployment({ environmentId: environment!.id, kind: 'PLAN', idempotencyKey: randomUUID() });
    await response(page).first().getByText('"deploymentStatusChanged"').waitFor();
    expect(foreign).toEqual([]);
    await client.dispose();
  });

  it('says that a password is wrong', async () => {
    const account = await signUp(url);
    const { page } = await openPage(browser, `${url}/graphiql`);
    await signIn(page, { ...account, password: 'not-the-password' });
    await page.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Sign in' }).count()).toBe(1);
  });
});
