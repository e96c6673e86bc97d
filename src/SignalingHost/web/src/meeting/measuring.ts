import { countedIn, figuresBetween, withFigures, type Counted, type History, type WhoseTrack } from '../media/statistics';
import type { TrackFigures, Transport } from '../signalling/messages';
import { createStore, type Store } from './store';

const every = 2_000;
const reportEvery = 3;

/** Reads getStats of both connections every two seconds, keeps the last two minutes, and tells the server now and then. */
export class Measuring {
  readonly history: Store<History> = createStore<History>(new Map());
  private readonly timer: ReturnType<typeof setInterval>;
  private before: Counted[] = [];
  private rounds = 0;

  constructor(
    private readonly connections: () => RTCPeerConnection[],
    private readonly whose: (direction: Transport, mid: string) => WhoseTrack | null,
    private readonly report: (tracks: TrackFigures[]) => void,
  ) {
    this.timer = setInterval(() => void this.measure(), every);
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async measure(): Promise<void> {
    const reports = await Promise.all(this.connections().map(connection => connection.getStats()));
    const now = reports.flatMap((report, at) =>
      countedIn([...(report as unknown as Map<string, never>).values()]).map(counted => ({ ...counted, key: `${at} ${counted.key}` })),
    );
    const figures = figuresBetween(this.before, now, this.whose);
    this.before = now;
    this.history.set(withFigures(this.history.get(), figures));
    if (++this.rounds % reportEvery === 0 && figures.length > 0) this.report(figures);
  }
}
