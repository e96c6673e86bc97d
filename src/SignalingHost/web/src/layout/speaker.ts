import type { Area, Box } from './gallery';

export interface SpeakerView {
  stage: Box;
  strip: Box[];
}

const ratio = 16 / 9;

/** One large picture and a strip of small ones: at the right where the screen is wide, above it where it is narrow. */
export const speakerBoxes = (area: Area, others: number, gap: number): SpeakerView => {
  if (others === 0) return { stage: fitted({ left: 0, top: 0, ...area }), strip: [] };
  const side = area.width >= area.height * 1.2;
  const thickness = side ? Math.max(120, Math.min(240, area.width * 0.18)) : Math.max(64, Math.min(120, area.height * 0.16));
  const small = side ? { width: thickness, height: thickness / ratio } : { width: thickness * ratio, height: thickness };
  const along = side ? area.height : area.width;
  const step = (side ? small.height : small.width) + gap;
  const shown = Math.min(others, Math.max(1, Math.floor((along + gap) / step)));
  const from = (along - (shown * step - gap)) / 2;
  const strip = Array.from({ length: shown }, (_, at): Box => {
    const place = Math.round(from + at * step);
    const box = side ? { left: area.width - thickness, top: place } : { left: place, top: 0 };
    return { ...box, width: Math.floor(small.width), height: Math.floor(small.height) };
  });
  const stage = side
    ? { left: 0, top: 0, width: area.width - thickness - gap, height: area.height }
    : { left: 0, top: thickness + gap, width: area.width, height: area.height - thickness - gap };
  return { stage: fitted(stage), strip };
};

/** The whole picture with a small one over its corner. */
export const cornerBoxes = (area: Area): { stage: Box; corner: Box } => {
  const stage = fitted({ left: 0, top: 0, ...area });
  const width = Math.floor(Math.max(96, Math.min(280, area.width / 4)));
  const height = Math.floor(width / ratio);
  const margin = Math.round(area.width * 0.02);
  return { stage, corner: { left: area.width - width - margin, top: area.height - height - margin, width, height } };
};

const fitted = (box: Box): Box => {
  const wide = Math.min(box.width, box.height * ratio);
  // A stage that is higher than wide is filled: heads are cut off less than black bars take away.
  if (box.height > box.width) return { ...box, width: Math.floor(box.width), height: Math.floor(box.height) };
  const high = wide / ratio;
  return { left: Math.round(box.left + (box.width - wide) / 2), top: Math.round(box.top + (box.height - high) / 2), width: Math.floor(wide), height: Math.floor(high) };
};
