import type { CloudEvent } from './event';

/**
 * Whether the event tells nothing new to one that has seen `latest`, the sequence of the last event that it applied of the
 * same source and subject: a repetition after a crash may come late. Sequences are decimal numbers of any length.
 */
export const isStale = ({ sequence }: Pick<CloudEvent, 'sequence'>, latest: string | undefined): boolean =>
  latest !== undefined && BigInt(sequence) <= BigInt(latest);
