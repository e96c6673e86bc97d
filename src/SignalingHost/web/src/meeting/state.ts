import type {
  ControlGrant,
  EndReason,
  Joined,
  Me,
  MeetingFacts,
  Participant,
  Pictures,
  Quality,
  Refused,
  Sentence,
  ServerMessage,
  Speaker,
} from '../signalling/messages';
import { floorAfter, nobody, type Floor } from './floor';

/** Everything the client knows of the meeting it is in. A pure function of the messages that came. */
export interface MeetingState {
  phase: 'joining' | 'waiting' | 'in' | 'returning' | 'refused' | 'ended' | 'moved';
  waitingFor: 'chair' | 'admission' | null;
  refusal: Refused | null;
  endReason: EndReason | null;
  myId: string;
  resume: string | null;
  me: Me;
  meeting: MeetingFacts | null;
  /** The server's clock minus ours, in milliseconds. */
  clockAhead: number;
  participants: ReadonlyMap<string, Participant>;
  speakers: Speaker[];
  floor: Floor;
  pictures: Pictures;
  quality: ReadonlyMap<string, Quality>;
  control: ControlGrant | null;
  ask: { what: 'openCamera' | 'closeCamera' | 'unmute' | 'share' | 'stopShare'; by?: string } | null;
  prompts: Prompt[];
  nextPrompt: number;
}

export interface Prompt {
  key: number;
  what: string;
  sentence?: Sentence;
  /** Words of the sentence of ours that `what` names. */
  values?: Record<string, string>;
}

export type MeetingAction =
  | { do: 'receive'; message: ServerMessage; now: number }
  | { do: 'joined'; message: Joined; now: number }
  | { do: 'refused'; refusal: Refused }
  | { do: 'broken' }
  | { do: 'answerAsk' }
  | { do: 'prompt'; what: string; sentence?: Sentence; values?: Record<string, string> }
  | { do: 'dismiss'; key: number };

const nothing: Me = { role: 'guest', mayShare: true, mayUnmute: true, mayRename: true, mayOpenCamera: true, mayRecord: false };

export const atTheDoor: MeetingState = {
  phase: 'joining',
  waitingFor: null,
  refusal: null,
  endReason: null,
  myId: '',
  resume: null,
  me: nothing,
  meeting: null,
  clockAhead: 0,
  participants: new Map(),
  speakers: [],
  floor: nobody,
  pictures: { kind: 'own' },
  quality: new Map(),
  control: null,
  ask: null,
  prompts: [],
  nextPrompt: 1,
};

export const reduce = (state: MeetingState, action: MeetingAction): MeetingState => {
  switch (action.do) {
    case 'joined':
      return enter(state, action.message, action.now);
    case 'refused':
      return { ...state, phase: 'refused', refusal: action.refusal };
    case 'broken':
      return state.phase === 'in' ? { ...state, phase: 'returning' } : state;
    case 'answerAsk':
      return { ...state, ask: null };
    case 'prompt':
      return prompted(state, action.what, action.sentence, action.values);
    case 'dismiss':
      return { ...state, prompts: state.prompts.filter(prompt => prompt.key !== action.key) };
    case 'receive':
      return receive(state, action.message, action.now);
  }
};

const enter = (state: MeetingState, joined: Joined, now: number): MeetingState => ({
  ...state,
  phase: 'in',
  waitingFor: null,
  refusal: null,
  myId: joined.participant,
  resume: joined.resume,
  meeting: joined.meeting,
  clockAhead: joined.meeting.now ? Date.parse(joined.meeting.now) - now : state.clockAhead,
  me: { ...nothing, ...joined.me },
  // What goes on already is told right after: nothing of before an outage may stay.
  speakers: [],
  pictures: { kind: 'own' },
  participants: new Map(joined.participants.map(participant => [participant.id, participant])),
  control: joined.control ?? null,
});

const receive = (state: MeetingState, message: ServerMessage, now: number): MeetingState => {
  switch (message.type) {
    case 'joined':
      return enter(state, message, now);
    case 'waiting':
      return { ...state, phase: 'waiting', waitingFor: message.for };
    case 'refused':
      return state.phase === 'joining' || state.phase === 'waiting'
        ? { ...state, phase: 'refused', refusal: message }
        : prompted(state, 'refused', message.sentence, { code: message.code });
    case 'participants':
      return withPeople(state, message.changed ?? [], message.removed ?? []);
    case 'meeting':
      return state.meeting ? { ...state, meeting: { ...state.meeting, ...message.meeting } } : state;
    case 'me':
      return { ...state, me: { ...state.me, ...message.me } };
    case 'control':
      return { ...state, control: message.control };
    case 'speakers':
      return { ...state, speakers: message.speakers, floor: floorAfter(state.floor, message.speakers, state.myId, now) };
    case 'pictures':
      return { ...state, pictures: message };
    case 'quality':
      return { ...state, quality: new Map([...state.quality, ...message.participants.map(one => [one.id, one] as const)]) };
    case 'ask':
      return { ...state, ask: { what: message.what, by: message.by } };
    case 'prompt':
      // That I was unmuted is told when my microphone is open again.
      return message.what === 'unmuted' ? state : prompted(state, message.what, message.sentence);
    case 'ended':
      return { ...state, phase: 'ended', endReason: message.reason };
    case 'moved':
      return { ...state, phase: 'moved' };
    default:
      return state;
  }
};

const withPeople = (state: MeetingState, changed: Participant[], removed: string[]): MeetingState => {
  const participants = new Map(state.participants);
  for (const id of removed) participants.delete(id);
  for (const participant of changed) participants.set(participant.id, participant);
  const floor = state.floor.holder && !participants.has(state.floor.holder) ? nobody : state.floor;
  return { ...state, participants, floor };
};

const shownAtOnce = 4;

const prompted = (state: MeetingState, what: string, sentence?: Sentence, values?: Record<string, string>): MeetingState => ({
  ...state,
  prompts: [...state.prompts, { key: state.nextPrompt, what, sentence, values }].slice(-shownAtOnce),
  nextPrompt: state.nextPrompt + 1,
});

/** Those who are in, in the order of their coming, oneself first: the order of the gallery, which no one's coming disturbs. */
export const present = (state: MeetingState): Participant[] => {
  const others = [...state.participants.values()].filter(participant => participant.state === 'in' || participant.state === 'away');
  const entry = (participant: Participant) => (participant.id === state.myId ? '' : (participant.enteredAt ?? '~'));
  return others.sort((a, b) => (entry(a) < entry(b) ? -1 : entry(a) > entry(b) ? 1 : a.id < b.id ? -1 : 1));
};

export const raisedHands = (state: MeetingState): Participant[] =>
  [...state.participants.values()].filter(participant => participant.hand !== false).sort((a, b) => Number(a.hand) - Number(b.hand));

/** Milliseconds until the end, or null when there is none. */
export const remaining = (state: MeetingState, now: number): number | null =>
  state.meeting?.endsAt ? Date.parse(state.meeting.endsAt) - (now + state.clockAhead) : null;
