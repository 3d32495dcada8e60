import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserType, Page } from 'playwright-core';

// jest's module loader cannot evaluate the ES entry of playwright-core, which imports its own CommonJS one.
const { chromium } = createRequire(import.meta.url)('playwright-core') as { chromium: BrowserType };

const executablePath = '/usr/bin/chromium';

/** Debian's package; without it the browser tests are skipped, visibly. */
export const hasBrowser = existsSync(executablePath);

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args });
}

/** A page in a context of its own, and everything that went wrong or outside in it. */
export async function openPage(browser: Browser, url: string) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const faults: string[] = [];
  const foreign: string[] = [];
  page.on('pageerror', (fault) => faults.push(fault.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('request', (request) => new URL(request.url()).origin !== new URL(url).origin && foreign.push(request.url()));
  await page.goto(url);
  return { page, faults, foreign };
}

export interface Account {
  email: string;
  password: string;
  organization: string;
}

export async function createAccount(page: Page, account: Account): Promise<void> {
  await page.getByRole('button', { name: 'Create an account' }).click();
  await page.getByLabel('Organisation').fill(account.organization);
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Create account' }).click();
}

export async function signIn(page: Page, account: Account): Promise<void> {
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
