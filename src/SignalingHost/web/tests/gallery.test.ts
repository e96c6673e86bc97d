import { describe, expect, it } from 'vitest';
import { galleryBoxes, gridFor, isNarrow, pageOf, pagesFor, type Box } from '../src/layout/gallery';
import { cornerBoxes, speakerBoxes } from '../src/layout/speaker';

const desktop = { width: 1280, height: 640 };
const phone = { width: 378, height: 640 };

const overlap = (a: Box, b: Box): boolean => a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;

describe('the gallery', () => {
  it.each([[1, 1, 1], [2, 2, 1], [4, 2, 2], [9, 3, 3], [16, 4, 4], [25, 5, 5]])('puts %i panes into %i columns and %i rows on a wide screen', (panes, columns, rows) => {
    expect(gridFor(desktop, panes, 8)).toMatchObject({ columns, rows });
  });

  it.each(Array.from({ length: 25 }, (_, at) => at + 1))('lets none of %i panes overlap another or stand outside', panes => {
    for (const area of [desktop, phone, { width: 900, height: 900 }]) {
      const boxes = galleryBoxes(area, panes, 8);
      expect(boxes).toHaveLength(panes);
      boxes.forEach((box, at) => {
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.top).toBeGreaterThanOrEqual(0);
        expect(box.left + box.width).toBeLessThanOrEqual(area.width + 1);
        expect(box.top + box.height).toBeLessThanOrEqual(area.height + 1);
        boxes.slice(at + 1).forEach(other => expect(overlap(box, other)).toBe(false));
      });
    }
  });

  it('keeps panes at 16:9 on a wide screen', () => {
    const [box] = galleryBoxes(desktop, 9, 8);
    expect(box!.width / box!.height).toBeCloseTo(16 / 9, 1);
  });

  it('puts a last row that is not full in the middle', () => {
    const boxes = galleryBoxes(desktop, 5, 8);
    const last = boxes.slice(3);
    const middle = (last[0]!.left + last[1]!.left + last[1]!.width) / 2;
    expect(middle).toBeCloseTo(desktop.width / 2, 0);
  });

  it('stacks two people on a phone', () => expect(gridFor(phone, 2, 8)).toMatchObject({ columns: 1, rows: 2 }));

  it('is narrow at 390 pixels', () => expect(isNarrow(phone)).toBe(true));

  it('has as many pages as it takes', () => {
    expect([0, 1, 25, 26, 51].map(people => pagesFor(people, 25))).toEqual([1, 1, 1, 2, 3]);
    expect(pageOf([1, 2, 3, 4, 5], 1, 4)).toEqual([5]);
    expect(pageOf([1, 2, 3, 4, 5], 9, 4)).toEqual([5]);
  });

  it('survives a screen without room', () => expect(galleryBoxes({ width: 0, height: 0 }, 3, 8)).toHaveLength(3));
});

describe('the speaker view', () => {
  it.each([desktop, phone])('shows one large and the others beside it, none over another', area => {
    const { stage, strip } = speakerBoxes(area, 12, 8);
    expect(strip.length).toBeGreaterThan(0);
    const all = [stage, ...strip];
    all.forEach((box, at) => all.slice(at + 1).forEach(other => expect(overlap(box, other)).toBe(false)));
    strip.forEach(box => expect(stage.width * stage.height).toBeGreaterThan(4 * box.width * box.height));
  });

  it('gives all of the screen to one who is alone', () => expect(speakerBoxes(desktop, 0, 8)).toMatchObject({ strip: [], stage: { height: 640 } }));

  it('puts the corner picture inside the large one', () => {
    const { stage, corner } = cornerBoxes(desktop);
    expect(overlap(stage, corner)).toBe(true);
    expect(corner.left + corner.width).toBeLessThan(desktop.width);
  });
});
