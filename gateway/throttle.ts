import { BoundedMap } from './bounded-map';
import { refusal } from './errors';

export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  /** Points per second. */
  restoreRate: number;
}

/** A bucket of cost points for each credential, refilled with time. */
export class Throttle {
  private readonly buckets = new BoundedMap<string, { points: number; at: number }>(20_000);

  constructor(
    private readonly limits: { bucket: number; restoredPerSecond: number },
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Takes the cost of a call.
   *
   * @throws GraphQLError RATE_LIMITED with HTTP status 429 and `retryAfter` in seconds when there is not enough left
   */
  take(key: string, cost: number): ThrottleStatus {
    const { bucket, restoredPerSecond } = this.limits;
    const now = this.now();
    const known = this.buckets.get(key);
    const points = known ? Math.min(bucket, known.points + ((now - known.at) / 1000) * restoredPerSecond) : bucket;
    if (cost > points) {
      this.buckets.set(key, { points, at: now });
      const retryAfter = Math.max(1, Math.ceil((cost - points) / restoredPerSecond));
      throw refusal('RATE_LIMITED', `Too much was asked for in a short time: try again in ${retryAfter} s.`, {
        status: 429,
        headers: new Map([['retry-after', String(retryAfter)]]),
        retryAfter,
      });
    }
    this.buckets.set(key, { points: points - cost, at: now });
    return { maximumAvailable: bucket, currentlyAvailable: Math.floor(points - cost), restoreRate: restoredPerSecond };
  }
}
