import { Control, controlToken } from '../api/control';
import { ApiError } from '../api/client';
import { createStore, type Store } from '../meeting/store';
import { reconnectDelay } from '../signalling/reconnect';
import { heartbeatFrame, subscribeFrame, type PushFrame } from './frames';
import { receiveFrame, unknownRoom, type Room } from './room';

const heartbeatEvery = 30_000;
const keepTokenEvery = 10 * 60_000;

/** The live state of a meeting for those who run it. Opens itself again when it breaks; the first frames after that bring the whole state. */
export class PushChannel {
  readonly room: Store<Room> = createStore(unknownRoom);
  readonly connected: Store<boolean> = createStore(false);
  readonly failure: Store<ApiError | null> = createStore<ApiError | null>(null);
  private socket: WebSocket | null = null;
  private closed = false;
  private attempt = 0;
  private beating: ReturnType<typeof setInterval> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly keeping: ReturnType<typeof setInterval>;

  constructor(
    readonly control: Control,
    private readonly wsUrl: string,
    private readonly chairPassword = '',
  ) {
    this.keeping = setInterval(() => void this.keepToken(), keepTokenEvery);
    void this.connect();
  }

  close(): void {
    this.closed = true;
    clearInterval(this.keeping);
    clearInterval(this.beating);
    clearTimeout(this.retry);
    this.socket?.close();
  }

  private async connect(): Promise<void> {
    let token: string;
    try {
      token = await this.control.wsToken();
    } catch (reason) {
      if (this.closed) return;
      if (reason instanceof ApiError && reason.status !== 0) {
        this.failure.set(reason);
        this.room.set({ ...this.room.get(), over: true });
        return;
      }
      return this.again();
    }
    if (this.closed) return;
    const socket = new WebSocket(
      `${this.wsUrl}/cms/open/websocket/confctl/increment/conn?confID=${encodeURIComponent(this.control.conferenceID)}&tmpToken=${encodeURIComponent(token)}`,
    );
    this.socket = socket;
    socket.onopen = () => {
      this.attempt = 0;
      this.connected.set(true);
      socket.send(subscribeFrame(this.control.token, Date.now()));
      this.beating = setInterval(() => socket.send(heartbeatFrame(Date.now())), heartbeatEvery);
    };
    socket.onmessage = event => {
      const frame = JSON.parse(String(event.data)) as PushFrame;
      this.room.set(receiveFrame(this.room.get(), frame, Date.now()));
    };
    socket.onclose = () => {
      clearInterval(this.beating);
      this.connected.set(false);
      if (!this.closed && !this.room.get().over) this.again();
    };
  }

  private again(): void {
    this.retry = setTimeout(() => void this.connect(), reconnectDelay(++this.attempt));
  }

  private async keepToken(): Promise<void> {
    try {
      this.control.token = (await controlToken(this.control.conferenceID, this.chairPassword, this.control.token)).token;
    } catch {
      // The next call of the person says what is wrong.
    }
  }
}
