import type { AsyncMessage } from 'rabbitmq-client';
import { isObject } from '#domain/json';
import type { CloudEvent } from './event';

/** The event in a message, or undefined when the message is none. */
export function eventOf(message: Pick<AsyncMessage, 'body'>): CloudEvent | undefined {
  const text = Buffer.isBuffer(message.body) ? message.body.toString('utf8') : message.body;
  const value: unknown = typeof text === 'string' ? parsed(text) : text;
  return isObject(value) && typeof value.id === 'string' && typeof value.type === 'string' && typeof value.subject === 'string'
    ? (value as unknown as CloudEvent)
    : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
