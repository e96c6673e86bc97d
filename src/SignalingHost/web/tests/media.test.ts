import { describe, expect, it } from 'vitest';
import { pictureCodecs } from '../src/media/codecs';
import { shownLevel } from '../src/media/levelMeter';
import { planFor, threeSizes, withDemand } from '../src/media/simulcast';

const codec = (mimeType: string, sdpFmtpLine?: string) => ({ mimeType, clockRate: 90_000, sdpFmtpLine });

describe('how a camera is sent', () => {
  it('is three sizes, smallest first', () => expect(threeSizes().map(one => [one.rid, one.scaleResolutionDownBy])).toEqual([['q', 4], ['h', 2], ['f', 1]]));
  it('is one scalable stream where that is wished and possible', () => {
    expect(planFor('vp9-svc', () => true)).toMatchObject({ codec: 'video/VP9', encodings: [{ scalabilityMode: 'L3T3_KEY' }] });
    expect(planFor('av1-svc', () => false).encodings).toHaveLength(3);
  });
  it('stops the layers that nobody watches, and touches nothing when nothing changed', () => {
    const all = threeSizes();
    const less = withDemand(all, [true, false, false]);
    expect(less.map(one => one.active)).toEqual([true, false, false]);
    expect(withDemand(less, [true, false, false])).toBe(less);
    expect(withDemand(all, [true, true, true])).toBe(all);
  });
});

describe('the codecs that are offered', () => {
  const all = [
    codec('video/VP8'), codec('video/rtx'), codec('video/H264', 'packetization-mode=0;profile-level-id=42e01f'), codec('video/H264', 'packetization-mode=1;profile-level-id=42e01f'),
    codec('video/H264', 'packetization-mode=1;profile-level-id=640032'), codec('video/VP9', 'profile-id=0'), codec('video/VP9', 'profile-id=2'), codec('video/AV1', 'profile=0'), codec('video/AV1', 'profile=1'), codec('video/ulpfec'),
  ];
  it('are one profile of each', () => expect(pictureCodecs(all).map(one => one.mimeType)).toEqual(['video/VP8', 'video/rtx', 'video/H264', 'video/VP9', 'video/AV1']));
  it('are the one that was chosen and its repairs', () => expect(pictureCodecs(all, 'video/AV1').map(one => one.mimeType)).toEqual(['video/rtx', 'video/AV1']));
  it('are all where the browser lacks the one that was chosen', () => expect(pictureCodecs(all, 'video/H265')).toHaveLength(5));
});

describe('the level meter', () => {
  it('shows nothing in silence and everything at full level', () => {
    expect(shownLevel(new Float32Array(512))).toBe(0);
    expect(shownLevel(new Float32Array(512).fill(0.9))).toBe(1);
  });
  it('shows speech in between', () => {
    const speech = Float32Array.from({ length: 512 }, (_, at) => 0.05 * Math.sin(at / 5));
    expect(shownLevel(speech)).toBeGreaterThan(0.3);
    expect(shownLevel(speech)).toBeLessThan(0.8);
  });
});
