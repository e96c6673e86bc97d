/** The messages of docs/signaling.md, as types. What the client does not know it ignores; what it may not find is optional here. */

export type Source = 'microphone' | 'camera' | 'screen' | 'screenAudio';
export type Device = 'desktop' | 'mobile' | 'pad' | 'terminal' | 'phone';
export type Role = 'chair' | 'cohost' | 'guest' | 'audience';
export type Transport = 'send' | 'receive';

export interface Sentence {
  zh: string;
  en: string;
}

export interface Participant {
  id: string;
  name: string;
  role: Role;
  state: 'in' | 'calling' | 'joining' | 'away';
  muted: boolean;
  camera: boolean;
  sharing: boolean;
  hand: false | number;
  anonymous: boolean;
  device: Device;
  account?: string;
  enteredAt?: string;
}

export interface MeetingFacts {
  conferenceId: string;
  subject: string;
  media: 'voice' | 'video';
  startedAt: string;
  endsAt: string | null;
  now?: string;
  language: 'zh' | 'en';
  locked: boolean;
  mutedAll: boolean;
  mayUnmute: boolean;
  mayRename: boolean;
  mayOpenCamera: boolean;
  mode: 'free' | 'fixed' | 'broadcast' | 'rollCall';
  voiceActivated: boolean;
  broadcast: string | null;
  rollCall: string | null;
  chair: string | null;
  sharingLocked: boolean;
  sharer: string | null;
  recording: 'off' | 'on' | 'paused';
  live: boolean;
  size: number;
  waiting: number;
}

export interface Me {
  role: Role;
  mayShare: boolean;
  mayUnmute: boolean;
  mayRename: boolean;
  mayOpenCamera: boolean;
  mayRecord: boolean;
}

export interface ControlGrant {
  token: string;
  wsUrl: string;
  expiresAt: string;
  role: 0 | 1;
}

export interface Speaker {
  id: string;
  volume: number;
}

export type Pictures = { kind: 'own' } | { kind: 'site'; participant: string };

export interface Quality {
  id: string;
  mark: 0 | 1 | 2 | 3;
  loss?: number;
  roundTrip?: number;
  bitrate?: number;
}

export type Slot = { mid: string; height?: number; pinned?: boolean } & (
  | { participant: string; source: Source }
  | { speaker: true }
  | { place: number }
  | object
);

export interface TrackFigures {
  direction: Transport;
  source: Source;
  participant?: string;
  bitrate: number;
  width?: number;
  height?: number;
  fps?: number;
  loss?: number;
  roundTrip?: number;
  jitter?: number;
}

/** The key to the meeting, and who I am when I am logged in. One of them is enough. */
export interface JoinBy {
  password?: string;
  link?: string;
  accessToken?: string;
}

export type JoinRequest = JoinBy & {
  conferenceId: string;
  name: string;
  microphone: boolean;
  camera: boolean;
  device: Device;
  language: 'zh' | 'en';
};

export type OwnAction =
  | { action: 'mute'; on: boolean }
  | { action: 'hand'; up: boolean }
  | { action: 'rename'; name: string }
  | { action: 'applyChair'; password?: string }
  | { action: 'releaseChair' | 'leave' | 'end' }
  | { action: 'transferChair' | 'shareStop'; participant: string };

export type Request =
  | ({ type: 'join' } & (JoinRequest | { resume: string }))
  | { type: 'offer'; transport: Transport; sdp: string; fresh?: boolean }
  | { type: 'view'; slots: Slot[] }
  | { type: 'source'; source: Source; on: boolean }
  | ({ type: 'do' } & OwnAction)
  | { type: 'ping' };

export interface Refused {
  type: 'refused';
  re?: number;
  code: string;
  symbol: string;
  sentence?: Sentence;
}

export interface Joined {
  type: 'joined';
  re?: number;
  participant: string;
  resume: string;
  meeting: MeetingFacts;
  me: Me;
  participants: Participant[];
  iceServers?: RTCIceServer[];
  transports?: { send: boolean; receive: boolean };
  control?: ControlGrant | null;
}

export type EndReason = 'closed' | 'timeUp' | 'empty' | 'removed' | 'hungUp' | 'left' | 'refusedEntry' | 'serverEnding';

export type ServerMessage =
  | Joined
  | Refused
  | { type: 'waiting'; re?: number; for: 'chair' | 'admission' }
  | { type: 'answer'; re: number; transport: Transport; sdp: string }
  | { type: 'done'; re: number }
  | { type: 'pong'; re: number }
  | { type: 'participants'; changed?: Participant[]; removed?: string[] }
  | { type: 'meeting'; meeting: Partial<MeetingFacts> }
  | { type: 'me'; me: Partial<Me> }
  | { type: 'control'; control: ControlGrant | null }
  | { type: 'speakers'; speakers: Speaker[] }
  | { type: 'shown'; slots: { mid: string; participant: string | null; source?: Source }[] }
  | { type: 'unshown'; slots: { mid: string }[]; code: string; symbol: string; sentence?: Sentence }
  | ({ type: 'pictures' } & Pictures)
  | { type: 'demand'; source: Source; encodings: boolean[] }
  | { type: 'ask'; what: 'openCamera' | 'closeCamera' | 'unmute' | 'share' | 'stopShare'; by?: string }
  | { type: 'prompt'; what: string; sentence?: Sentence }
  | { type: 'quality'; participants: Quality[] }
  | { type: 'ended'; reason: EndReason }
  | { type: 'moved' };
