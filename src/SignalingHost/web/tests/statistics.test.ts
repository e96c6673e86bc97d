import { describe, expect, it } from 'vitest';
import { countedIn, figuresBetween, withFigures, type Counted, type History } from '../src/media/statistics';
import { pointsOf } from '../src/pages/meeting/Sparkline';

const counted = (more: Partial<Counted>): Counted => ({ key: 'k', direction: 'receive', mid: '5', at: 0, bytes: 0, packets: 0, lost: 0, frames: 0, ...more });
const ann = () => ({ source: 'camera' as const, participant: 'ann' });

describe('the figures of the statistics', () => {
  it('are rates between two counts', () => {
    const before = [counted({ at: 1000, bytes: 1000, packets: 10, frames: 5, height: 360 })];
    const now = [counted({ at: 3000, bytes: 251_000, packets: 200, lost: 10, frames: 65, width: 640, height: 360, roundTrip: 42.4, jitter: 3 })];
    expect(figuresBetween(before, now, ann)).toEqual([
      { direction: 'receive', source: 'camera', participant: 'ann', bitrate: 1_000_000, width: 640, height: 360, fps: 30, loss: 0.05, roundTrip: 42, jitter: 3 },
    ]);
  });

  it('add the layers of one camera up and show the largest that is sent', () => {
    const layer = (key: string, bytes: number, height: number): Counted => counted({ key, direction: 'send', mid: '1', at: 1000, bytes, height, width: (height * 16) / 9 });
    const before = [layer('q', 0, 180), layer('h', 0, 360), layer('f', 0, 720)];
    const now = [layer('q', 12_500, 180), layer('h', 50_000, 360), layer('f', 0, 720)].map(one => ({ ...one, at: 2000 }));
    expect(figuresBetween(before, now, () => ({ source: 'camera' }))).toMatchObject([{ bitrate: 500_000, height: 360 }]);
  });

  it('leave out sections that show nobody, and the first count', () => {
    expect(figuresBetween([counted({ at: 0 })], [counted({ at: 1000 })], () => null)).toEqual([]);
    expect(figuresBetween([], [counted({ at: 1000 })], ann)).toEqual([]);
  });

  it('never go below nothing when a browser begins to count anew', () => {
    const [one] = figuresBetween([counted({ at: 0, bytes: 9000, packets: 90 })], [counted({ at: 1000, bytes: 10, packets: 1 })], ann);
    expect(one).toMatchObject({ bitrate: 0, loss: 0 });
  });

  it('come from what getStats says, with loss and round trip of what is sent from the other side', () => {
    const reports = [
      { id: 'O', type: 'outbound-rtp', timestamp: 5, mid: '0', bytesSent: 7, packetsSent: 3, remoteId: 'R' },
      { id: 'R', type: 'remote-inbound-rtp', timestamp: 5, packetsLost: 2, roundTripTime: 0.08 },
      { id: 'I', type: 'inbound-rtp', timestamp: 5, mid: '4', bytesReceived: 9, packetsReceived: 4, packetsLost: -1, framesDecoded: 8, frameHeight: 180, jitter: 0.002 },
      { id: 'P', type: 'candidate-pair', timestamp: 5, nominated: true, currentRoundTripTime: 0.03 },
      { id: 'C', type: 'codec', timestamp: 5 },
    ];
    expect(countedIn(reports)).toMatchObject([
      { key: 'O', direction: 'send', bytes: 7, lost: 2, roundTrip: 80 },
      { key: 'I', direction: 'receive', bytes: 9, lost: 0, frames: 8, height: 180, roundTrip: 30, jitter: 2 },
    ]);
  });

  it('are kept for two minutes', () => {
    let history: History = new Map();
    for (let n = 0; n < 80; n++) history = withFigures(history, [{ direction: 'receive', source: 'camera', participant: 'ann', bitrate: n }]);
    const list = history.get('receive ann camera')!;
    expect([list.length, list[0]!.bitrate, list.at(-1)!.bitrate]).toEqual([60, 20, 79]);
  });

  it('are drawn with the newest at the right and the largest at the top', () => expect(pointsOf([0, 100])).toBe('255.6,32.0 260.0,2.0'));
});
