import type { Speaker } from '../signalling/messages';

/** Who is shown large as the speaker. A cough takes nobody's place: a new speaker must go on, and the old one stays a while. */
export interface Floor {
  holder: string | null;
  since: number;
  candidate: string | null;
  candidateSince: number;
}

export const nobody: Floor = { holder: null, since: 0, candidate: null, candidateSince: 0 };

const minimumStay = 2_000;
const mustGoOn = 600;

export const floorAfter = (floor: Floor, speakers: Speaker[], myId: string, now: number): Floor => {
  const loudest = speakers.find(speaker => speaker.id !== myId)?.id ?? null;
  if (loudest === null || loudest === floor.holder) return floor.candidate === null ? floor : { ...floor, candidate: null };
  if (floor.holder === null) return { holder: loudest, since: now, candidate: null, candidateSince: 0 };
  if (floor.candidate !== loudest) return { ...floor, candidate: loudest, candidateSince: now };
  if (now - floor.candidateSince >= mustGoOn && now - floor.since >= minimumStay) return { holder: loudest, since: now, candidate: null, candidateSince: 0 };
  return floor;
};
