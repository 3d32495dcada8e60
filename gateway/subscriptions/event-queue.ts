/** Tells a producer to hold back and to go on. */
export interface Valve {
  pause(): void;
  resume(): void;
}

/**
 * Events between a producer and a slower consumer, in order and without loss: at `capacity` the producer is paused, at half
 * of it resumed. What a paused producer still has in hand is taken in.
 */
export class EventQueue<T> {
  private events: T[] = [];
  private read = 0;
  private wake: (() => void) | undefined;
  private ended = false;
  private paused = false;

  constructor(
    private readonly capacity: number,
    private readonly valve: Valve,
  ) {}

  private get length(): number {
    return this.events.length - this.read;
  }

  push(event: T): void {
    if (this.ended) return;
    this.events.push(event);
    this.wake?.();
    if (this.length < this.capacity || this.paused) return;
    this.paused = true;
    this.valve.pause();
  }

  /** No more events come; those that are here are still delivered. */
  end(): void {
    this.ended = true;
    this.wake?.();
  }

  /** Nobody wants what is left. */
  discard(): void {
    this.events = [];
    this.read = 0;
    this.end();
  }

  /** The next event, or undefined after the last. For one consumer. */
  async next(): Promise<T | undefined> {
    while (!this.length && !this.ended) await new Promise<void>((resolve) => (this.wake = resolve));
    this.wake = undefined;
    if (!this.length) return undefined;
    const event = this.events[this.read]!;
    this.read += 1;
    if (this.read > 512 || !this.length) {
      this.events.splice(0, this.read);
      this.read = 0;
    }
    if (this.paused && this.length <= this.capacity / 2) {
      this.paused = false;
      this.valve.resume();
    }
    return event;
  }
}
