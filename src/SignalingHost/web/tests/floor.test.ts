import { describe, expect, it } from 'vitest';
import { floorAfter, nobody, type Floor } from '../src/meeting/floor';

const run = (heard: [now: number, id: string | null][]): Floor =>
  heard.reduce((floor, [now, id]) => floorAfter(floor, id ? [{ id, volume: 50 }] : [], 'me', now), nobody);

describe('who has the floor', () => {
  it('is the first who speaks, at once', () => expect(run([[0, 'ann']]).holder).toBe('ann'));
  it('is never myself', () => expect(run([[0, 'me']]).holder).toBeNull());
  it('is not taken by a cough', () => expect(run([[0, 'ann'], [3000, 'bob'], [3300, 'ann'], [3600, 'bob']]).holder).toBe('ann'));
  it('is taken by who goes on', () => expect(run([[0, 'ann'], [3000, 'bob'], [3400, 'bob'], [3700, 'bob']]).holder).toBe('bob'));
  it('is kept for two seconds at least', () => expect(run([[0, 'ann'], [200, 'bob'], [900, 'bob'], [1900, 'bob']]).holder).toBe('ann'));
  it('stays in silence with who had it', () => expect(run([[0, 'ann'], [9000, null]]).holder).toBe('ann'));
});
