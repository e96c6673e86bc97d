import type { Slot, Source } from '../signalling/messages';

/** A picture that is on the screen, and how tall it is there in device pixels. */
export interface Wanted {
  participant: string;
  source: 'camera' | 'screen';
  height: number;
  pinned?: boolean;
}

/** What a section shows at present. */
export interface Held {
  mid: string;
  participant: string | null;
  source: Source;
  height: number;
  pinned: boolean;
}

export interface Assignment {
  held: Held[];
  /** What to tell the server: only what changed. */
  changed: Slot[];
}

/** Sizes are asked for in steps, so that a window being dragged is not a hundred messages. */
const steps = [90, 180, 270, 360, 540, 720, 1080, 1440, 2160];

export const stepOf = (height: number): number => steps.find(step => step >= height * 0.9) ?? steps.at(-1)!;

/**
 * Puts wanted pictures into sections. Who is shown stays in his section, so that his picture goes on without a gap;
 * newcomers take free sections, and what is no longer on the screen is switched off.
 */
export const assign = (sections: readonly Held[], wanted: readonly Wanted[]): Assignment => {
  const left = new Map(wanted.map(one => [`${one.source} ${one.participant}`, one]));
  const next: (Held | null)[] = sections.map(section => {
    const name = `${section.source} ${section.participant}`;
    const still = section.participant === null ? undefined : left.get(name);
    if (!still) return null;
    left.delete(name);
    return { ...section, height: stepOf(still.height), pinned: still.pinned ?? false };
  });
  const newcomers = [...left.values()];
  const held = sections.map((section, at): Held => {
    const kept = next[at];
    if (kept) return kept;
    const index = newcomers.findIndex(one => one.source === section.source);
    if (index < 0) return { ...section, participant: null, height: 0, pinned: false };
    const [newcomer] = newcomers.splice(index, 1);
    return { ...section, participant: newcomer!.participant, height: stepOf(newcomer!.height), pinned: newcomer!.pinned ?? false };
  });
  const changed = held.flatMap((now, at): Slot[] => {
    const before = sections[at]!;
    const same = now.participant === before.participant && now.height === before.height && now.pinned === before.pinned;
    return same ? [] : [slotOf(now)];
  });
  return { held, changed };
};

export const slotOf = (held: Held): Slot =>
  held.participant === null
    ? { mid: held.mid }
    : { mid: held.mid, participant: held.participant, source: held.source, height: held.height, ...(held.pinned ? { pinned: true } : {}) };
