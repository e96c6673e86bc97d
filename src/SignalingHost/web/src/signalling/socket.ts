import type { Refused, Request, ServerMessage } from './messages';
import { reconnectDelay } from './reconnect';

/** The answer never came: the socket broke. The question may be asked again on the next one. */
export class LineBroken extends Error {}

/** The server said no, and why. */
export class RefusedByServer extends Error {
  constructor(readonly refusal: Refused) {
    super(refusal.symbol);
  }
}

export interface LineListener {
  /** A socket is open: say who you are. */
  opened(): void;
  broken(): void;
  receive(message: ServerMessage): void;
}

const pingEvery = 8_000;
const pongWithin = 3_500;

/**
 * A line to the server that mends itself: one WebSocket after another, until it is closed. Requests belong to one socket and break with it.
 */
export class SignallingLine {
  private socket: WebSocket | null = null;
  private asked = new Map<number, { resolve(message: ServerMessage): void; reject(reason: Error): void }>();
  private nextId = 1;
  private attempt = 0;
  private closed = false;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private pinging: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly url: string,
    private readonly listener: LineListener,
  ) {}

  open(): void {
    window.addEventListener('online', this.probe);
    this.connect();
  }

  close(): void {
    this.closed = true;
    window.removeEventListener('online', this.probe);
    clearTimeout(this.retry);
    const socket = this.socket;
    this.drop();
    socket?.close(1000);
  }

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  request(message: Request): Promise<ServerMessage> {
    const socket = this.socket;
    if (!socket || socket.readyState !== WebSocket.OPEN) return Promise.reject(new LineBroken());
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.asked.set(id, { resolve, reject });
      socket.send(JSON.stringify({ id, ...message }));
    });
  }

  tell(message: { type: string } & Record<string, unknown>): void {
    if (this.isOpen) this.socket?.send(JSON.stringify(message));
  }

  /** Something looks wrong: find out at once whether the socket still lives, or try the next one at once. */
  readonly probe = (): void => {
    if (this.closed) return;
    if (this.isOpen) this.ping(this.socket!);
    else if (!this.socket) {
      clearTimeout(this.retry);
      this.connect();
    }
  };

  private connect(): void {
    const socket = new WebSocket(this.url, 'conference.1');
    this.socket = socket;
    // A network that swallows packets lets a socket hang for minutes.
    const hanging = setTimeout(() => this.fail(socket), 4_000);
    socket.onopen = () => {
      clearTimeout(hanging);
      this.attempt = 0;
      this.pinging = setInterval(() => this.ping(socket), pingEvery);
      this.listener.opened();
    };
    socket.onmessage = event => this.take(String(event.data));
    socket.onclose = () => {
      clearTimeout(hanging);
      this.fail(socket);
    };
  }

  private ping(socket: WebSocket): void {
    const late = setTimeout(() => this.fail(socket), pongWithin);
    this.request({ type: 'ping' }).then(
      () => clearTimeout(late),
      () => clearTimeout(late),
    );
  }

  private take(text: string): void {
    const message = JSON.parse(text) as ServerMessage;
    const re = 're' in message ? message.re : undefined;
    const asked = re === undefined ? undefined : this.asked.get(re);
    if (re !== undefined) this.asked.delete(re);
    if (asked) {
      if (message.type === 'refused') asked.reject(new RefusedByServer(message));
      else asked.resolve(message);
      return;
    }
    this.listener.receive(message);
  }

  private fail(socket: WebSocket): void {
    if (this.socket !== socket) return;
    this.drop();
    socket.close();
    if (this.closed) return;
    this.listener.broken();
    this.retry = setTimeout(() => this.connect(), reconnectDelay(this.attempt++));
  }

  private drop(): void {
    clearInterval(this.pinging);
    this.socket = null;
    const asked = this.asked;
    this.asked = new Map();
    for (const one of asked.values()) one.reject(new LineBroken());
  }
}

/** Where the signalling of this page's server is. */
export const signallingUrl = (page: Pick<Location, 'protocol' | 'host'>): string =>
  `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}/v1/ext/signaling`;
