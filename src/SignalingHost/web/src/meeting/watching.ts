import { ReceiveTransport } from '../media/receiveTransport';
import type { Slot, Source } from '../signalling/messages';
import { assign, slotOf, type Held, type Wanted } from './slots';
import { createStore, type Store } from './store';

/** A picture that comes in: whose it is, and where to see it. */
export interface View {
  mid: string;
  participant: string;
  source: Source;
  stream: MediaStream;
  /** The server has switched the section over: the next frame is of this participant. */
  switched: boolean;
}

/** Sends a view; resolves when the server has switched. */
export type TellView = (slots: Slot[]) => Promise<unknown>;

/** How many pictures a connection is made for. More are never added to one: it is replaced by the next larger. */
const sizes = [9, 16, 25];
const most = sizes.at(-1)!;

/** Keeps what is received in step with what is on the screen. */
export class Watching {
  readonly views: Store<View[]> = createStore<View[]>([]);
  readonly voices: Store<MediaStream[]> = createStore<MediaStream[]>([]);
  private receive: ReceiveTransport | null = null;
  private held: Held[] = [];
  private wanted: Wanted[] = [];
  private sharer: string | null = null;
  private readonly switched = new Set<string>();
  private described = false;

  constructor(
    private readonly tell: TellView,
    private readonly enlarge: () => void,
  ) {}

  get transport(): ReceiveTransport | null {
    return this.receive;
  }

  /** A new receive connection stands in for the one before; everything on the screen is asked for again. */
  start(expected: number, make: (pictures: number) => ReceiveTransport): Promise<void> {
    this.receive?.close();
    const pictures = Math.max(expected, this.picturesWanted());
    this.receive = make(sizes.find(size => size >= pictures) ?? most);
    this.held = [];
    this.switched.clear();
    this.described = false;
    return this.receive.peer.offer(false, () => this.describe());
  }

  watch(wanted: Wanted[]): void {
    this.wanted = wanted;
    const { receive } = this;
    if (!receive || !this.described) return;
    const room = receive.of('picture').length;
    if (room < most && this.picturesWanted() > room) this.enlarge();
    else this.apply();
  }

  hearShareOf(sharer: string | null): void {
    if (sharer === this.sharer) return;
    this.sharer = sharer;
    if (this.described) void this.tell(this.shareSound()).catch(() => undefined);
  }

  /** The server may have forgotten what I watch: say all of it again. */
  repeat(): void {
    if (!this.described) return;
    void this.tell([...this.voiceSlots(), ...this.shareSound(), ...this.held.map(slotOf)]).catch(() => undefined);
  }

  whose(mid: string): Held | undefined {
    return this.held.find(held => held.mid === mid);
  }

  close(): void {
    this.receive?.close();
    this.receive = null;
    this.views.set([]);
    this.voices.set([]);
  }

  private picturesWanted(): number {
    return this.wanted.filter(one => one.source === 'camera').length;
  }

  private describe(): void {
    const receive = this.receive!;
    this.described = true;
    for (const section of receive.sections) {
      const mid = section.transceiver.mid;
      if (mid === null || (section.use !== 'picture' && section.use !== 'screen')) continue;
      this.held.push({ mid, participant: null, source: section.use === 'screen' ? 'screen' : 'camera', height: 0, pinned: false });
    }
    this.voices.set(receive.sections.filter(section => section.use === 'voice' || section.use === 'screenAudio').map(section => section.stream));
    this.apply([...this.voiceSlots(), ...this.shareSound()]);
  }

  private apply(besides: Slot[] = []): void {
    const { held, changed } = assign(this.held, this.wanted);
    const moved = changed.filter(slot => {
      const before = this.held.find(one => one.mid === slot.mid);
      return before?.participant !== ('participant' in slot ? slot.participant : null);
    });
    for (const slot of moved) this.switched.delete(slot.mid);
    this.held = held;
    this.publish();
    const slots = [...besides, ...changed];
    if (slots.length === 0) return;
    const names = new Map(moved.map(slot => [slot.mid, this.whose(slot.mid)?.participant]));
    void this.tell(slots).then(
      () => {
        for (const [mid, participant] of names) if (this.whose(mid)?.participant === participant) this.switched.add(mid);
        this.publish();
      },
      () => undefined,
    );
  }

  private publish(): void {
    this.views.set(
      this.held.flatMap((held): View[] => {
        const stream = held.participant === null ? undefined : this.receive?.find(held.mid)?.stream;
        return stream ? [{ mid: held.mid, participant: held.participant!, source: held.source, stream, switched: this.switched.has(held.mid) }] : [];
      }),
    );
  }

  private voiceSlots(): Slot[] {
    return (this.receive?.of('voice') ?? []).map((section, at) => ({ mid: section.transceiver.mid!, place: at + 1 }));
  }

  private shareSound(): Slot[] {
    const mid = this.receive?.of('screenAudio')[0]?.transceiver.mid;
    if (!mid) return [];
    return [this.sharer === null ? { mid } : { mid, participant: this.sharer, source: 'screenAudio' as const }];
  }
}
