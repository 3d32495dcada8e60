import type { ReactNode } from 'react';
import type { Word } from '../format/words';

/** A state as a dot and a word; the dot repeats what the word says, so colour is never alone. */
export function Status({ word, children }: { word: Word; children?: ReactNode }) {
  return (
    <span className={`status status-${word.tone}`} title={word.meaning}>
      <span className="dot" aria-hidden="true" />
      {word.label}
      {children}
    </span>
  );
}
