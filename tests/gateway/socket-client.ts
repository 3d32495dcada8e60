import { type RawData, WebSocket } from 'ws';

export interface Message {
  type: string;
  id?: string;
  payload?: unknown;
}

/** A bare client: every message is written by the test, and everything that arrives can be awaited. */
export class SocketClient {
  readonly messages: Message[] = [];
  readonly socket: WebSocket;
  closed: { code: number; reason: string } | undefined;
  private waiting: (() => void)[] = [];

  constructor(
    url: string,
    { protocols = 'graphql-transport-ws', headers = {} }: { protocols?: string | string[]; headers?: Record<string, string> } = {},
  ) {
    this.socket = new WebSocket(url.replace(/^http/, 'ws') + '/graphql', protocols, { headers });
    this.socket.on('message', (data: RawData) => {
      this.messages.push(JSON.parse(String(data)) as Message);
      this.wake();
    });
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) };
      this.wake();
    });
    this.socket.on('error', () => this.wake());
  }

  private wake(): void {
    const waiting = this.waiting;
    this.waiting = [];
    waiting.forEach((resume) => resume());
  }

  async until<T>(find: () => T | undefined): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  opened(): Promise<void> {
    return new Promise((resolve, reject) => this.socket.once('open', resolve).once('error', reject));
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Opens, introduces itself and waits for the acknowledgement. */
  async start(token?: string): Promise<this> {
    await this.opened();
    this.send({ type: 'connection_init', ...(token ? { payload: { authorization: `Bearer ${token}` } } : {}) });
    await this.message((one) => one.type === 'connection_ack');
    return this;
  }

  subscribe(id: string, query: string, variables?: Record<string, unknown>): void {
    this.send({ id, type: 'subscribe', payload: { query, variables } });
  }

  message(test: (message: Message) => boolean): Promise<Message> {
    return this.until(() => this.messages.find(test));
  }

  /** Everything that an operation got, once it has ended. */
  async all(id: string): Promise<Message[]> {
    await this.message((one) => one.id === id && (one.type === 'complete' || one.type === 'error'));
    return this.messages.filter((one) => one.id === id);
  }

  close(): Promise<{ code: number; reason: string }> {
    this.socket.close();
    return this.closing();
  }

  closing(): Promise<{ code: number; reason: string }> {
    return this.until(() => this.closed);
  }
}
