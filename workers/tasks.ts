import { blueprintTasks } from './blueprint-tasks';
import { costTasks } from './cost-tasks';
import { engineTasks } from './engine-tasks';
import { guardrailTasks } from './guardrail-tasks';

/** What runs on a worker thread, by name. Arguments and results are plain data. */
export const tasks = { ...blueprintTasks, ...costTasks, ...engineTasks, ...guardrailTasks };
