/** The frames of the push channel (section 7 of the control API) and what they say, as far as a control page needs it. */

export type PersonChange = { pid: string; mode: 0 | 1; pinfoMap?: Record<string, string> };

export interface AttendeeChange {
  userUUID?: string;
  participantID?: string;
  mode: 0 | 1;
  phone?: string;
  name?: string;
  accountId?: string;
  role?: number;
}

export interface PushFrame {
  action: string;
  sequence?: string;
  msgMode?: 0 | 1;
  version?: number;
  confID?: string;
  data?: unknown;
  [field: string]: unknown;
}

export const subscriptions = [
  'ConfBasicInfoNotify',
  'ConfDynamicInfoNotify',
  'ParticipantsNotify',
  'AttendeesNotify',
  'SpeakerChangeNotify',
  'InviteResultNotify',
  'WaitingListNotify',
  'CustomMultiPicNotify',
  'NetworkQualityNotify',
];

export const sequenceFor = (now: number): string => String(now).padStart(20, '0');

export const subscribeFrame = (token: string, now: number): string =>
  JSON.stringify({ action: 'Subscribe', sequence: sequenceFor(now), data: JSON.stringify({ subscribeType: subscriptions, confToken: token }) });

export const heartbeatFrame = (now: number): string => JSON.stringify({ action: 'HeartBeat', sequence: sequenceFor(now) });
