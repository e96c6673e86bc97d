import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reconnectDelay } from '../src/signalling/reconnect';
import { LineBroken, RefusedByServer, SignallingLine, signallingUrl, type LineListener } from '../src/signalling/socket';
import type { ServerMessage } from '../src/signalling/messages';

/** The server's end of a socket, played by the test. */
class FakeSocket {
  static readonly OPEN = 1;
  static made: FakeSocket[] = [];
  readyState = 0;
  sent: Record<string, unknown>[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: () => void;

  constructor(
    readonly url: string,
    readonly protocol: string,
  ) {
    FakeSocket.made.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose?.();
  }

  accept(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

const heard: ServerMessage[] = [];
let opened = 0;
let broken = 0;
const listener: LineListener = { opened: () => opened++, broken: () => broken++, receive: message => void heard.push(message) };
const last = () => FakeSocket.made.at(-1)!;

describe('the line to the server', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', FakeSocket);
    vi.stubGlobal('window', { addEventListener: () => undefined, removeEventListener: () => undefined });
    FakeSocket.made = [];
    heard.length = opened = broken = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const openLine = () => {
    const line = new SignallingLine('ws://here/v1/ext/signaling', listener);
    line.open();
    last().accept();
    return line;
  };

  it('speaks the sub-protocol of the document', () => {
    openLine();
    expect(last().protocol).toBe('conference.1');
    expect(opened).toBe(1);
  });

  it('gives each answer to its question, and everything else to the listener', async () => {
    const line = openLine();
    const first = line.request({ type: 'source', source: 'camera', on: true });
    const second = line.request({ type: 'do', action: 'hand', up: true });
    const [one, two] = last().sent;
    last().say({ type: 'refused', re: two!.id, code: 'MMC.111072069', symbol: 'CONF_CHAIR_FORBIDDEN_HAND' });
    last().say({ type: 'done', re: one!.id });
    last().say({ type: 'speakers', speakers: [] });
    await expect(first).resolves.toMatchObject({ type: 'done' });
    await expect(second).rejects.toBeInstanceOf(RefusedByServer);
    expect(heard).toEqual([{ type: 'speakers', speakers: [] }]);
  });

  it('tells every open question when it breaks, and comes back by itself', async () => {
    const line = openLine();
    const question = line.request({ type: 'do', action: 'leave' });
    last().close();
    await expect(question).rejects.toBeInstanceOf(LineBroken);
    expect(broken).toBe(1);
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.made).toHaveLength(2);
    last().accept();
    expect(opened).toBe(2);
  });

  it('tries more and more slowly, up to every four seconds', () => {
    expect([0, 1, 2, 3, 4, 9].map(reconnectDelay)).toEqual([0, 500, 1000, 2000, 4000, 4000]);
  });

  it('notices a network that swallows everything, though nobody closed the socket', async () => {
    openLine();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(last().sent.at(-1)).toMatchObject({ type: 'ping' });
    await vi.advanceTimersByTimeAsync(3_500);
    expect(broken).toBe(1);
  });

  it('goes on as long as pings are answered', async () => {
    openLine();
    for (let n = 0; n < 20; n++) {
      await vi.advanceTimersByTimeAsync(8_000);
      last().say({ type: 'pong', re: last().sent.at(-1)!.id });
    }
    expect(FakeSocket.made).toHaveLength(1);
  });

  it('stays closed when it was closed', async () => {
    openLine().close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.made).toHaveLength(1);
  });

  it('is at the server of the page', () => {
    expect(signallingUrl({ protocol: 'https:', host: 'meet.example' })).toBe('wss://meet.example/v1/ext/signaling');
  });
});
