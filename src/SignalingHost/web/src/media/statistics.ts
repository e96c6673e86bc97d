import type { Source, TrackFigures, Transport } from '../signalling/messages';

/** One stream as getStats counts it: totals since the beginning. */
export interface Counted {
  key: string;
  direction: Transport;
  mid: string;
  at: number;
  bytes: number;
  packets: number;
  lost: number;
  frames: number;
  width?: number;
  height?: number;
  roundTrip?: number;
  jitter?: number;
}

type Report = Record<string, unknown> & { id: string; type: string; timestamp: number };

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const maybe = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const inMilliseconds = (value: unknown): number | undefined => (typeof value === 'number' ? value * 1000 : undefined);

/** What a getStats answer says of each stream that is sent or received. Loss and round trip of what is sent are told by the other side. */
export const countedIn = (reports: Iterable<Report>): Counted[] => {
  const byId = new Map<string, Report>();
  for (const report of reports) byId.set(report.id, report);
  const all = [...byId.values()];
  const way = all.find(report => report.type === 'candidate-pair' && report.nominated === true);
  return all.flatMap((report): Counted[] => {
    const mid = String(report.mid ?? '');
    const common = { key: report.id, mid, at: report.timestamp, width: maybe(report.frameWidth), height: maybe(report.frameHeight) };
    if (report.type === 'inbound-rtp') {
      return [
        {
          ...common,
          direction: 'receive',
          bytes: number(report.bytesReceived),
          packets: number(report.packetsReceived),
          lost: Math.max(0, number(report.packetsLost)),
          frames: number(report.framesDecoded),
          roundTrip: inMilliseconds(way?.currentRoundTripTime),
          jitter: inMilliseconds(report.jitter),
        },
      ];
    }
    if (report.type === 'outbound-rtp') {
      const remote = byId.get(String(report.remoteId ?? ''));
      return [
        {
          ...common,
          direction: 'send',
          bytes: number(report.bytesSent),
          packets: number(report.packetsSent),
          lost: Math.max(0, number(remote?.packetsLost)),
          frames: number(report.framesEncoded),
          roundTrip: inMilliseconds(remote?.roundTripTime) ?? inMilliseconds(way?.currentRoundTripTime),
          jitter: inMilliseconds(remote?.jitter),
        },
      ];
    }
    return [];
  });
};

export interface WhoseTrack {
  source: Source;
  participant?: string;
}

/** Rates between two counts of the same streams. The layers of one camera are one track: their bit rates add up, the largest picture counts. */
export const figuresBetween = (before: Counted[], now: Counted[], whose: (direction: Transport, mid: string) => WhoseTrack | null): TrackFigures[] => {
  const earlier = new Map(before.map(counted => [counted.key, counted]));
  const tracks = new Map<string, TrackFigures>();
  for (const counted of now) {
    const last = earlier.get(counted.key);
    const owner = whose(counted.direction, counted.mid);
    if (!last || !owner || counted.at <= last.at) continue;
    const seconds = (counted.at - last.at) / 1000;
    const bitrate = Math.max(0, Math.round(((counted.bytes - last.bytes) * 8) / seconds));
    const packets = Math.max(0, counted.packets - last.packets);
    const lost = Math.max(0, counted.lost - last.lost);
    const fps = counted.height === undefined ? undefined : Math.max(0, Math.round((counted.frames - last.frames) / seconds));
    const expected = counted.direction === 'receive' ? packets + lost : packets;
    const figures: TrackFigures = {
      direction: counted.direction,
      ...owner,
      bitrate,
      width: counted.width,
      height: counted.height,
      fps,
      loss: expected > 0 ? Math.min(1, lost / expected) : 0,
      roundTrip: counted.roundTrip === undefined ? undefined : Math.round(counted.roundTrip),
      jitter: counted.jitter === undefined ? undefined : Math.round(counted.jitter),
    };
    const name = `${counted.direction} ${counted.mid}`;
    const same = tracks.get(name);
    tracks.set(name, same ? joined(same, figures) : figures);
  }
  return [...tracks.values()];
};

const joined = (one: TrackFigures, other: TrackFigures): TrackFigures => {
  const larger = other.bitrate > 0 && (other.height ?? 0) > (one.bitrate > 0 ? (one.height ?? 0) : 0) ? other : one;
  return { ...larger, bitrate: one.bitrate + other.bitrate, loss: Math.max(one.loss ?? 0, other.loss ?? 0) };
};

const kept = 60;

/** The last two minutes of each track, by its name; tracks that are gone are forgotten with their last figure. */
export type History = ReadonlyMap<string, readonly TrackFigures[]>;

export const trackName = (figures: TrackFigures): string => `${figures.direction} ${figures.participant ?? 'me'} ${figures.source}`;

export const withFigures = (history: History, figures: TrackFigures[]): History =>
  new Map(figures.map(one => [trackName(one), [...(history.get(trackName(one)) ?? []), one].slice(-kept)]));
