/** In cells of the grid. */
export interface Pane {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Layout {
  name: string;
  columns: number;
  rows: number;
  panes: Pane[];
}

type Cells = [left: number, top: number, width: number, height: number];

const on = (columns: number, rows: number, ...panes: Cells[]) => ({
  columns,
  rows,
  panes: panes.map(([left, top, width, height]) => ({ left, top, width, height })),
});

/** One large block, and every other cell of the grid a pane of its own. */
const block = (side: number, size: number, left: number, top: number) => {
  const panes: Cells[] = [[left, top, size, size]];
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) if (x < left || x >= left + size || y < top || y >= top + size) panes.push([x, y, 1, 1]);
  return on(side, side, ...panes);
};

const even = (side: number) => block(side, 1, 0, 0);

const twoLarge = (top: number) => {
  const panes: Cells[] = [[0, top, 2, 2], [2, top, 2, 2]];
  for (let y = 0; y < 4; y++) for (let x = 0; x < 4 && (y < top || y > top + 1); x++) panes.push([x, y, 1, 1]);
  return on(4, 4, ...panes);
};

/** The layouts that a chair can choose by name, as the server composes them (imageType of the control API). Up to sixteen panes. */
export const layouts: Layout[] = Object.entries({
  Single: even(1),
  Two: on(4, 4, [0, 1, 2, 2], [2, 1, 2, 2]),
  Three: on(4, 4, [1, 0, 2, 2], [0, 2, 2, 2], [2, 2, 2, 2]),
  'Three-2': on(6, 6, [0, 1, 4, 4], [4, 1, 2, 2], [4, 3, 2, 2]),
  Four: even(2),
  'Four-2': on(8, 8, [0, 1, 6, 6], [6, 1, 2, 2], [6, 3, 2, 2], [6, 5, 2, 2]),
  Six: block(3, 2, 0, 0),
  'Six-5': on(6, 6, [0, 1, 2, 2], [2, 1, 2, 2], [4, 1, 2, 2], [0, 3, 2, 2], [2, 3, 2, 2], [4, 3, 2, 2]),
  Eight: block(4, 3, 0, 0),
  Nine: even(3),
  Ten: twoLarge(0),
  'Ten-4': block(5, 4, 0, 0),
  Thirteen: block(4, 2, 0, 0),
  ThirteenM: block(4, 2, 1, 1),
  Sixteen: even(4),
}).map(([name, geometry]) => ({ name, ...geometry }));

export const layoutNamed = (name: string): Layout => layouts.find(layout => layout.name === name) ?? layouts[4]!;

/** Puts people who are in no pane yet into the empty ones, in order. */
export const filledUp = (panes: readonly (string | null)[], people: readonly string[]): (string | null)[] => {
  const waiting = people.filter(person => !panes.includes(person));
  return panes.map(pane => pane ?? waiting.shift() ?? null);
};

/** A person is in one pane at most: dropped somewhere else he leaves the old one, and who was there moves to where he came from. */
export const placed = (panes: readonly (string | null)[], person: string, at: number): (string | null)[] => {
  const from = panes.indexOf(person);
  return panes.map((pane, index) => (index === at ? person : index === from ? (panes[at] ?? null) : pane));
};
