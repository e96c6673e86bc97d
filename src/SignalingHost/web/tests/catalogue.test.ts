import { describe, expect, it } from 'vitest';
import { filledUp, layoutNamed, layouts, placed } from '../src/layout/catalogue';

describe('the layouts of the control page', () => {
  it.each(layouts.map(layout => [layout.name, layout] as const))('%s has panes that fill their grid without overlapping', (_, layout) => {
    const cells = new Set<string>();
    for (const pane of layout.panes)
      for (let x = pane.left; x < pane.left + pane.width; x++)
        for (let y = pane.top; y < pane.top + pane.height; y++) {
          expect(x).toBeLessThan(layout.columns);
          expect(y).toBeLessThan(layout.rows);
          expect(cells.has(`${x} ${y}`)).toBe(false);
          cells.add(`${x} ${y}`);
        }
    expect(layout.panes.length).toBeLessThanOrEqual(16);
  });

  it.each([['Single', 1], ['Two', 2], ['Four', 4], ['Six', 6], ['Nine', 9], ['Ten', 10], ['Thirteen', 13], ['Sixteen', 16]])('%s has %i panes', (name, count) => {
    expect(layoutNamed(name).panes).toHaveLength(count);
  });

  it('fills the rest in order and leaves who is placed where he is', () => {
    expect(filledUp([null, 'b', null, null], ['a', 'b', 'c'])).toEqual(['a', 'b', 'c', null]);
  });

  it('never shows anybody twice', () => {
    expect(placed(['a', 'b', null], 'a', 2)).toEqual([null, 'b', 'a']);
    expect(placed(['a', 'b', null], 'a', 1)).toEqual(['b', 'a', null]);
    expect(placed(['a', null], 'c', 0)).toEqual(['c', null]);
  });
});
