import type { Word } from '../format/words';
import type { LiveState } from '../state/use-live-fleet';
import { Status } from './status';

const words: Record<LiveState, Word> = {
  connecting: { label: 'Connecting', tone: 'quiet', meaning: 'The live connection is being opened.' },
  live: { label: 'Live', tone: 'good', meaning: 'Changes appear here as they happen.' },
  interrupted: {
    label: 'Reconnecting',
    tone: 'notice',
    meaning: 'The live connection broke. It is opened again, and what was missed is caught up.',
  },
};

/** Whether the page follows what happens. */
export function LiveMark({ state }: { state: LiveState }) {
  return <Status word={words[state]} />;
}
