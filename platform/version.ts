import { readFileSync } from 'node:fs';
import { projectPath } from './project';

/** The version of Lintel that runs, from package.json. */
export const version: string = (JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as { version: string }).version;
