import type { CloudEvent } from './event';

export interface EventSubscription {
  /** Replicas of one consumer share its events; its place is kept while none of them runs. */
  consumer: string;
  types: readonly string[];
  /** Rejecting means: not done, deliver again. */
  handle(event: CloudEvent): Promise<void>;
}

/** An event that a consumer failed to handle in every attempt. */
export interface DeadLetter {
  event: CloudEvent;
  reason: string;
  attempts: number;
}

export interface RunningSubscription {
  /** Takes no further events and waits for those being handled. */
  stop(): Promise<void>;
}

/**
 * Carries events between services, at least once: a consumer may see an event again (see `consumeOnce`). Events of one
 * subject reach a consumer one after another, in the order they were published, each after the one before was handled or
 * given up. A failed handler is called again with growing delays; after MAX_ATTEMPTS the event goes to the consumer's dead
 * letters with the reason, and other events flow meanwhile. A consumer receives what is published after its first subscribe.
 */
export interface EventBus {
  /** Resolves when all events are stored durably; order within the array is kept. Rejects if any may not be: publish them again. */
  publish(events: readonly CloudEvent[]): Promise<void>;
  subscribe(subscription: EventSubscription): Promise<RunningSubscription>;
  /** The oldest first, at most 100. */
  deadLetters(consumer: string): Promise<DeadLetter[]>;
  /** Stops the subscriptions and closes the connections. */
  stop(): Promise<void>;
}

export const MAX_ATTEMPTS = 5;

/** The text kept with a dead letter: one line, bounded, no stack. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).replace(/\s+/g, ' ').slice(0, 500);
