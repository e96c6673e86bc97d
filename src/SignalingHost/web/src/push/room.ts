import type { AttendeeChange, PersonChange, PushFrame } from './frames';

/** Somebody in the meeting as the push channel shows him. */
export interface Person {
  pid: string;
  name: string;
  number: string;
  role: 'chair' | 'guest' | 'audience';
  cohost: boolean;
  state: 'in' | 'calling';
  muted: boolean;
  camera: boolean;
  hand: boolean;
  handSince: number;
  sharing: boolean;
  broadcast: boolean;
  rollCall: boolean;
  anonymous: boolean;
  device: string;
  entered: number;
}

export interface Invited {
  number: string;
  name: string;
  /** Why the last call to him came to nothing. */
  result: string | null;
}

/** The whole of a running meeting as its controllers see it. A pure function of the frames that came. */
export interface Room {
  known: boolean;
  over: boolean;
  subject: string;
  number: string;
  guestLink: string;
  video: boolean;
  startedAt: number;
  endsAt: number | null;
  mode: 'FREE' | 'FIXED' | 'ROLLCALL' | 'BROADCAST';
  voiceActivated: boolean;
  polling: boolean;
  locked: boolean;
  mutedAll: boolean;
  mayUnmute: boolean;
  sharingLocked: boolean;
  recording: boolean;
  live: boolean;
  people: ReadonlyMap<string, Person>;
  invited: ReadonlyMap<string, Invited>;
  waiting: ReadonlyMap<string, { pid: string; name: string }>;
  speakers: ReadonlyMap<string, number>;
  layout: { imageType: string; panes: { index: number; pids: string[]; share: boolean }[] } | null;
}

export const unknownRoom: Room = {
  known: false,
  over: false,
  subject: '',
  number: '',
  guestLink: '',
  video: true,
  startedAt: 0,
  endsAt: null,
  mode: 'FREE',
  voiceActivated: false,
  polling: false,
  locked: false,
  mutedAll: false,
  mayUnmute: true,
  sharingLocked: false,
  recording: false,
  live: false,
  people: new Map(),
  invited: new Map(),
  waiting: new Map(),
  speakers: new Map(),
  layout: null,
};

export const receiveFrame = (room: Room, frame: PushFrame, now: number): Room => {
  switch (frame.action) {
    case 'ConfBasicInfoNotify':
      return {
        ...room,
        known: true,
        subject: text(frame.title, room.subject),
        number: text(frame.displayID, room.number),
        guestLink: text(frame.guestJoinUri, room.guestLink),
        video: frame.media === undefined ? room.video : String(frame.media) !== '1',
        startedAt: frame.startTime === undefined ? room.startedAt : Number(frame.startTime),
      };
    case 'ConfDynamicInfoNotify':
      return dynamic(room, frame);
    case 'ParticipantsNotify':
      return { ...room, known: true, people: withPeople(frame.msgMode === 0 ? new Map() : room.people, list<PersonChange>(frame.data), now) };
    case 'AttendeesNotify':
      return { ...room, invited: withInvited(frame.msgMode === 0 ? new Map() : room.invited, list<AttendeeChange>(frame.data)) };
    case 'WaitingListNotify':
      return { ...room, waiting: withWaiting(frame.msgMode === 0 ? new Map() : room.waiting, list<PersonChange>(frame.data)) };
    case 'SpeakerChangeNotify':
      return { ...room, speakers: new Map(list<{ pid: string; speakingVolume?: number }>(frame.data).map(one => [one.pid, Number(one.speakingVolume ?? 0)])) };
    case 'InviteResultNotify':
      return { ...room, invited: withResults(room.invited, list<{ callNumber: string; resultCode?: string; errorCode?: string }>(frame.data)) };
    default:
      return room;
  }
};

const dynamic = (room: Room, frame: PushFrame): Room => ({
  ...room,
  known: true,
  over: frame.state === 'Destroyed' ? true : room.over,
  endsAt: frame.endTime === undefined ? room.endsAt : Number(frame.endTime) || null,
  mode: (frame.mode as Room['mode'] | undefined) ?? room.mode,
  voiceActivated: flag(frame.vas, room.voiceActivated),
  polling: flag(frame.chairView, room.polling),
  locked: flag(frame.lock, room.locked),
  mutedAll: flag(frame.mute, room.mutedAll),
  mayUnmute: flag(frame.canUnmute, room.mayUnmute),
  sharingLocked: flag(frame.lockSharing, room.sharingLocked),
  recording: flag(frame.recState, room.recording),
  live: flag(frame.liveState, room.live),
  layout: layoutOf(frame.multiPic) ?? room.layout,
});

const layoutOf = (value: unknown): Room['layout'] => {
  const said = value as { imageType?: string; picNum?: number; picInfos?: { index: number; id?: string[]; share?: number }[] } | undefined;
  if (!said?.picInfos) return null;
  const panes = said.picInfos.map(pane => ({ index: pane.index, pids: pane.id ?? [], share: Number(pane.share ?? 0) === 1 }));
  return { imageType: said.imageType ?? '', panes };
};

const withPeople = (before: ReadonlyMap<string, Person>, changes: PersonChange[], now: number): ReadonlyMap<string, Person> => {
  const people = new Map(before);
  for (const change of changes) {
    if (change.mode === 1) people.delete(change.pid);
    else people.set(change.pid, merged(people.get(change.pid), change.pid, change.pinfoMap ?? {}, now));
  }
  return people;
};

const nobody: Omit<Person, 'pid'> = {
  name: '',
  number: '',
  role: 'guest',
  cohost: false,
  state: 'in',
  muted: false,
  camera: true,
  hand: false,
  handSince: 0,
  sharing: false,
  broadcast: false,
  rollCall: false,
  anonymous: false,
  device: '',
  entered: 0,
};

// A later frame carries only the keys that changed, all of them strings.
const merged = (before: Person | undefined, pid: string, said: Record<string, string>, now: number): Person => {
  const was = before ?? { pid, ...nobody };
  const is = (key: string, otherwise: boolean) => (said[key] === undefined ? otherwise : said[key] === '1');
  const hand = is('HAND', was.hand);
  return {
    pid,
    name: said.NAME ?? was.name,
    number: said.TEL ?? was.number,
    role: said.ROLE === undefined ? was.role : said.ROLE === '1' ? 'chair' : said.ROLE === '2' ? 'audience' : 'guest',
    cohost: is('IS_COHOST', was.cohost),
    state: said.STATE === undefined ? was.state : said.STATE === '0' ? 'in' : 'calling',
    muted: is('MUTE', was.muted),
    camera: said.CAMERASTATE !== undefined ? said.CAMERASTATE === '1' : is('VIDEO', was.camera),
    hand,
    handSince: hand ? (was.hand ? was.handSince : now) : 0,
    sharing: is('SHARE', was.sharing),
    broadcast: is('BROADCAST', was.broadcast),
    rollCall: is('ROLLCALL', was.rollCall),
    anonymous: is('ANONYMOUS', was.anonymous),
    device: said.CLIENT_LOGIN_TYPE ?? said.CLICENT_LOGIN_TYPE ?? was.device,
    entered: said.ADDTIME === undefined ? was.entered : Number(said.ADDTIME),
  };
};

const withInvited = (before: ReadonlyMap<string, Invited>, changes: AttendeeChange[]): ReadonlyMap<string, Invited> => {
  const invited = new Map(before);
  for (const change of changes) {
    const number = change.phone ?? change.participantID ?? '';
    if (change.mode === 1) invited.delete(number);
    else invited.set(number, { number, name: change.name ?? invited.get(number)?.name ?? number, result: invited.get(number)?.result ?? null });
  }
  return invited;
};

const withResults = (before: ReadonlyMap<string, Invited>, results: { callNumber: string; resultCode?: string; errorCode?: string }[]): ReadonlyMap<string, Invited> => {
  const invited = new Map(before);
  for (const { callNumber, resultCode, errorCode } of results) {
    const code = String(resultCode ?? errorCode ?? '0');
    const one = invited.get(callNumber) ?? { number: callNumber, name: callNumber, result: null };
    invited.set(callNumber, { ...one, result: code === '0' ? null : code });
  }
  return invited;
};

const withWaiting = (before: Room['waiting'], changes: PersonChange[]): Room['waiting'] => {
  const waiting = new Map(before);
  for (const change of changes) {
    if (change.mode === 1) waiting.delete(change.pid);
    else waiting.set(change.pid, { pid: change.pid, name: change.pinfoMap?.NAME ?? waiting.get(change.pid)?.name ?? '' });
  }
  return waiting;
};

const list = <T>(data: unknown): T[] => (Array.isArray(data) ? (data as T[]) : []);
const text = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);
const flag = (value: unknown, otherwise: boolean): boolean => (value === undefined || value === null ? otherwise : value === true || String(value) === '1' || value === 'true');

/** In the order a chair looks for people: raised hands first in their order, then the chair, then by entry. */
export const inOrder = (people: Iterable<Person>): Person[] =>
  [...people].sort(
    (a, b) =>
      Number(b.hand) - Number(a.hand) ||
      a.handSince - b.handSince ||
      Number(b.role === 'chair') - Number(a.role === 'chair') ||
      a.entered - b.entered ||
      (a.pid < b.pid ? -1 : 1),
  );
