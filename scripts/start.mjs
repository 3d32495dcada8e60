/** `npm start`: reads .env where there is one, builds what is stale, then runs everything in this process. */
import { existsSync } from 'node:fs';
import { ensureBuilt } from './built.mjs';

if (existsSync('.env')) process.loadEnvFile('.env');
ensureBuilt();
await import('../dist/main.js');
