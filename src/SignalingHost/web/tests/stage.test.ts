import { describe, expect, it } from 'vitest';
import { stageFor, wantedFor, type Choice } from '../src/meeting/stage';
import { reduce } from '../src/meeting/state';
import { inMeeting, person } from './people';

const desktop = { width: 1280, height: 640 };
const phone = { width: 378, height: 640 };
const gallery: Choice = { arrangement: 'gallery', pinned: null, page: 0 };
const many = (count: number) => Array.from({ length: count }, (_, at) => person(String.fromCharCode(98 + at), { enteredAt: `2026-11-21T10:${String(at).padStart(2, '0')}:00Z` }));

describe('the stage', () => {
  it('shows 25 on a page of a desktop and 4 on a page of a phone', () => {
    const state = inMeeting(many(30));
    expect(stageFor(state, gallery, desktop)).toMatchObject({ pages: 2, tiles: { length: 25 } });
    expect(stageFor(state, gallery, phone)).toMatchObject({ pages: 8, tiles: { length: 4 } });
    expect(stageFor(state, { ...gallery, page: 1 }, desktop).tiles).toHaveLength(6);
  });

  it('wants only the pictures that are on it, at their size, and never my own', () => {
    const stage = stageFor(inMeeting([person('b'), person('c', { camera: false })]), gallery, desktop);
    const wanted = wantedFor(stage, 2, null);
    expect(wanted.map(one => one.participant)).toEqual(['b']);
    expect(wanted[0]!.height).toBe(stage.tiles[1]!.box.height * 2);
  });

  it('puts who is pinned on the large place', () => {
    const stage = stageFor(inMeeting(many(3)), { ...gallery, pinned: 'c' }, desktop);
    expect(stage.tiles[0]).toMatchObject({ place: 'stage', participant: { id: 'c' } });
    expect(wantedFor(stage, 1, 'c')[0]).toMatchObject({ participant: 'c', pinned: true });
  });

  it('puts the speaker on the large place of the speaker view', () => {
    const state = reduce(inMeeting(many(3)), { do: 'receive', message: { type: 'speakers', speakers: [{ id: 'd', volume: 60 }] }, now: 1 });
    expect(stageFor(state, { ...gallery, arrangement: 'speaker' }, desktop).tiles[0]).toMatchObject({ place: 'stage', participant: { id: 'd' } });
  });

  it('gives a share the large place, with the people beside it', () => {
    const stage = stageFor(inMeeting(many(3), { sharer: 'b' }), gallery, desktop);
    expect(stage.tiles[0]).toMatchObject({ place: 'stage', source: 'screen', participant: { id: 'b' } });
    expect(stage.tiles.slice(1).map(tile => tile.participant.id)).toContain('b');
  });

  it('does not show my own share to me', () => {
    expect(stageFor(inMeeting(many(2), { sharer: 'a' }), gallery, desktop).tiles.every(tile => tile.source === 'camera')).toBe(true);
  });

  it('shows whom the chair broadcasts, whatever I have pinned', () => {
    const state = reduce(inMeeting(many(3)), { do: 'receive', message: { type: 'pictures', kind: 'site', participant: 'd' }, now: 0 });
    const stage = stageFor(state, { ...gallery, pinned: 'b' }, desktop);
    expect(stage).toMatchObject({ imposed: true });
    expect(stage.tiles[0]).toMatchObject({ place: 'stage', participant: { id: 'd' } });
  });

  it('stays my own when the chair composes a picture for the terminals', () => {
    const state = reduce(inMeeting(many(3), { mode: 'fixed' }), { do: 'receive', message: { type: 'pictures', kind: 'own' }, now: 0 });
    expect(stageFor(state, { ...gallery, pinned: 'c' }, desktop)).toMatchObject({ imposed: false, tiles: [{ place: 'stage', participant: { id: 'c' } }, {}, {}, {}] });
  });

  it('shows me in the corner over the other', () => {
    const stage = stageFor(inMeeting(many(1)), { ...gallery, arrangement: 'corner' }, desktop);
    expect(stage.tiles.map(tile => [tile.place, tile.participant.id])).toEqual([['stage', 'b'], ['corner', 'a']]);
  });

  it('is empty before it has room', () => expect(stageFor(inMeeting([]), gallery, { width: 0, height: 0 }).tiles).toEqual([]));
});
