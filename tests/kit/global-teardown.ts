import { rm } from 'node:fs/promises';
import './global-setup';

export default async function globalTeardown(): Promise<void> {
  const shared = globalThis.lintelTestServer;
  if (!shared) return;
  await shared.server.stop();
  await rm(shared.dataDir, { recursive: true, force: true });
}
