import { ensureBuilt } from './built.mjs';

ensureBuilt();
