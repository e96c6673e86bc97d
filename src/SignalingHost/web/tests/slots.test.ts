import { describe, expect, it } from 'vitest';
import { assign, stepOf, type Held, type Wanted } from '../src/meeting/slots';

const empty = (mid: string, source: Held['source'] = 'camera'): Held => ({ mid, participant: null, source, height: 0, pinned: false });
const camera = (participant: string, height = 360): Wanted => ({ participant, source: 'camera', height });

describe('sections and who is in them', () => {
  const sections = [empty('s', 'screen'), empty('1'), empty('2'), empty('3')];

  it('asks only for what is on the screen', () => {
    const { changed } = assign(sections, [camera('ann'), camera('bob')]);
    expect(changed).toEqual([
      { mid: '1', participant: 'ann', source: 'camera', height: 360 },
      { mid: '2', participant: 'bob', source: 'camera', height: 360 },
    ]);
  });

  it('says nothing when nothing changed', () => {
    const { held } = assign(sections, [camera('ann'), camera('bob')]);
    expect(assign(held, [camera('bob'), camera('ann')]).changed).toEqual([]);
  });

  it('leaves who stays in his section, so that his picture goes on', () => {
    const { held } = assign(sections, [camera('ann'), camera('bob')]);
    const { held: later, changed } = assign(held, [camera('bob'), camera('cy')]);
    expect(later.find(one => one.participant === 'bob')?.mid).toBe('2');
    expect(changed).toEqual([{ mid: '1', participant: 'cy', source: 'camera', height: 360 }]);
  });

  it('switches off what has left the screen', () => {
    const { held } = assign(sections, [camera('ann')]);
    expect(assign(held, []).changed).toEqual([{ mid: '1' }]);
  });

  it('tells a new size of a pane that was enlarged, and who is pinned', () => {
    const { held } = assign(sections, [camera('ann', 180)]);
    expect(assign(held, [{ ...camera('ann', 720), pinned: true }]).changed).toEqual([{ mid: '1', participant: 'ann', source: 'camera', height: 720, pinned: true }]);
  });

  it('puts a shared screen into the section for screens', () => {
    const { changed } = assign(sections, [{ participant: 'ann', source: 'screen', height: 700 }, camera('ann')]);
    expect(changed.map(slot => slot.mid)).toEqual(['s', '1']);
  });

  it('leaves out those for whom there is no section', () => {
    expect(assign(sections, ['a', 'b', 'c', 'd'].map(name => camera(name))).changed).toHaveLength(3);
  });

  it('asks for sizes in steps, so that a window being dragged is no flood', () => {
    expect([10, 90, 200, 350, 700, 1000, 9000].map(stepOf)).toEqual([90, 90, 180, 360, 720, 1080, 2160]);
  });
});
