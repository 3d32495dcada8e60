/**
 * Spares a subgraph that does not answer: after `failures` failed calls in a row calls fail at once; after `cooldownMs` one
 * call is let through, and its outcome decides.
 */
export class CircuitBreaker {
  private failed = 0;
  private openUntil = 0;
  private probing = false;

  constructor(
    private readonly failures: number,
    private readonly cooldownMs: number,
  ) {}

  /** Whether a call may go out now. A caller that is let through must report its outcome. */
  admits(now: number): boolean {
    if (this.failed < this.failures) return true;
    if (this.probing || now < this.openUntil) return false;
    this.probing = true;
    return true;
  }

  succeeded(): void {
    this.failed = 0;
    this.probing = false;
  }

  failedAt(now: number): void {
    this.failed += 1;
    this.probing = false;
    this.openUntil = now + this.cooldownMs;
  }

  /** The caller went away before there was an outcome. */
  abandoned(): void {
    this.probing = false;
  }
}

/** Keeps retries to a tenth of the traffic, so that an outage is not followed by a storm. */
export class RetryBudget {
  private tokens = 10;

  earn(): void {
    this.tokens = Math.min(10, this.tokens + 0.1);
  }

  spend(): boolean {
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
