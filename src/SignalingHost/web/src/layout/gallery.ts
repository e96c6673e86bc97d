/** A rectangle in pixels. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Area {
  width: number;
  height: number;
}

const ratio = 16 / 9;

export interface Grid {
  columns: number;
  rows: number;
  width: number;
  height: number;
}

/** The grid of equal panes that are as large as can be. Panes are 16:9, and on a narrow screen may be as high as they are wide. */
export const gridFor = (area: Area, panes: number, gap: number): Grid => {
  let best: Grid = { columns: 1, rows: Math.max(1, panes), width: 0, height: 0 };
  const portrait = area.height > area.width;
  for (let columns = 1; columns <= Math.max(1, panes); columns++) {
    const rows = Math.ceil(Math.max(1, panes) / columns);
    const cellWidth = (area.width - gap * (columns - 1)) / columns;
    const cellHeight = (area.height - gap * (rows - 1)) / rows;
    if (cellWidth <= 0 || cellHeight <= 0) continue;
    const width = Math.min(cellWidth, cellHeight * ratio);
    const height = portrait ? Math.min(cellHeight, Math.max(width / ratio, Math.min(cellHeight, width))) : width / ratio;
    if (width * height > best.width * best.height) best = { columns, rows, width: Math.floor(width), height: Math.floor(height) };
  }
  return best;
};

/** Where each of so many panes stands: row by row, the whole in the middle, a last row that is not full in the middle too. */
export const galleryBoxes = (area: Area, panes: number, gap: number): Box[] => {
  if (panes === 0) return [];
  const grid = gridFor(area, panes, gap);
  const tall = grid.rows * grid.height + (grid.rows - 1) * gap;
  return Array.from({ length: panes }, (_, at) => {
    const row = Math.floor(at / grid.columns);
    const inRow = Math.min(grid.columns, panes - row * grid.columns);
    const wide = inRow * grid.width + (inRow - 1) * gap;
    return {
      left: Math.round((area.width - wide) / 2 + (at % grid.columns) * (grid.width + gap)),
      top: Math.round((area.height - tall) / 2 + row * (grid.height + gap)),
      width: grid.width,
      height: grid.height,
    };
  });
};

export const desktopPage = 25;
export const mobilePage = 4;

export const isNarrow = (area: Area): boolean => area.width < 640;

export const pagesFor = (people: number, perPage: number): number => Math.max(1, Math.ceil(people / perPage));

/** The people of one page. The last page is full as well when there are enough, so that panes keep their size from page to page. */
export const pageOf = <T>(people: readonly T[], page: number, perPage: number): T[] => {
  const last = pagesFor(people.length, perPage) - 1;
  const from = Math.min(page, last) * perPage;
  return people.slice(from, from + perPage);
};
