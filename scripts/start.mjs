/** `npm start`: builds what is stale, then runs everything in this process. */
import { ensureBuilt } from './built.mjs';

ensureBuilt();
await import('../dist/main.js');
