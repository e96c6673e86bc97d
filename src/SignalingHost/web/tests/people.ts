import type { Joined, MeetingFacts, Participant } from '../src/signalling/messages';
import { atTheDoor, reduce, type MeetingState } from '../src/meeting/state';

export const person = (id: string, more: Partial<Participant> = {}): Participant => ({
  id,
  name: id.toUpperCase(),
  role: 'guest',
  state: 'in',
  muted: false,
  camera: true,
  sharing: false,
  hand: false,
  anonymous: false,
  device: 'desktop',
  enteredAt: `2026-11-21T10:00:${String(id.charCodeAt(0) - 97).padStart(2, '0')}Z`,
  ...more,
});

export const facts: MeetingFacts = {
  conferenceId: '900825541',
  subject: 'Weekly',
  media: 'video',
  startedAt: '2026-11-21T10:00:00Z',
  endsAt: '2026-11-21T11:00:00Z',
  language: 'en',
  locked: false,
  mutedAll: false,
  mayUnmute: true,
  mayRename: true,
  mayOpenCamera: true,
  mode: 'free',
  voiceActivated: false,
  broadcast: null,
  rollCall: null,
  chair: null,
  sharingLocked: false,
  sharer: null,
  recording: 'off',
  live: false,
  size: 100,
  waiting: 0,
};

export const joined = (participants: Participant[], meeting: Partial<MeetingFacts> = {}): Joined => ({
  type: 'joined',
  participant: 'a',
  resume: 'r',
  meeting: { ...facts, ...meeting },
  me: { role: 'guest', mayShare: true, mayUnmute: true, mayRename: true, mayOpenCamera: true, mayRecord: false },
  participants,
});

/** I am `a`; the others come after me. */
export const inMeeting = (others: Participant[], meeting: Partial<MeetingFacts> = {}): MeetingState =>
  reduce(atTheDoor, { do: 'joined', message: joined([person('a'), ...others], meeting), now: 0 });
