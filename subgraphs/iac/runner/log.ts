import type { DeploymentStatus } from '#domain/deployment-status';
import type { Services } from '../context';
import type { LogLine } from '../store/log-line';

/** The log of a run as its runner writes it: lines are gathered for a moment and written in order. */
export interface RunLog {
  write(phase: DeploymentStatus, level: LogLine['level'], message: string): void;
  /** Waits until every line so far is stored. */
  flush(): Promise<void>;
}

const gatherMs = 50;
const longestMessage = 4_000;

export function openLog({ store, now }: Pick<Services, 'store' | 'now'>, deploymentId: string): RunLog {
  let waiting: Omit<LogLine, 'deploymentId' | 'position'>[] = [];
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const lines = waiting;
    waiting = [];
    if (lines.length) writing = writing.then(() => store.logLines.append(deploymentId, lines));
    return writing;
  }

  return {
    write(phase, level, message) {
      waiting.push({ at: now(), phase, level, message: message.slice(0, longestMessage) });
      // A failure to write shows at the next flush, which the runner waits for.
      timer ??= setTimeout(() => void flush().catch(() => undefined), gatherMs);
    },
    flush,
  };
}
