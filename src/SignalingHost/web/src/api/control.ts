import { call } from './client';
import type { Attendee } from './conferences';

export interface ControlToken {
  token: string;
  wsURL: string;
  role: 0 | 1;
  expireTime: number;
}

export interface PaneChoice {
  index: number;
  subscriber: string[];
  isAssistStream: 0 | 1;
}

export interface PictureChoice {
  manualSet: 0 | 1;
  imageType: string;
  subscriberInPics: PaneChoice[];
  switchTime?: number;
}

/** A layout that is kept for this meeting under a name. */
export interface SavedLayout {
  uuid?: string;
  layOutName: string;
  imageType: string;
  picNum: number;
  switchTime: number;
  subscriberInPics: { index: number; id: string[]; share: 0 | 1 }[];
}

export interface StartedConfig {
  lockSharing?: 0 | 1;
  callInRestriction?: 0 | 2 | 3;
  allowUnmuteByOneself?: 0 | 1;
  allowOpenCamera?: 0 | 1;
  allowRename?: 0 | 1;
}

const root = '/v1/mmc/control/conferences';

export const controlToken = async (conferenceID: string, chairPassword: string, held?: string): Promise<ControlToken> => {
  const headers: Record<string, string> = { 'X-Password': chairPassword, 'X-Login-Type': '1' };
  if (held) headers['X-Conference-Authorization'] = held;
  return (await call<{ data: ControlToken }>('GET', `${root}/token`, { query: { conferenceID }, headers })).data;
};

/** Runs one meeting by its control token (endpoints of section 3). What it changes comes back by the push channel, never by asking. */
export class Control {
  constructor(
    readonly conferenceID: string,
    public token: string,
  ) {}

  wsToken = async (): Promise<string> => (await this.send<{ webSocketToken: string }>('GET', '/wsToken')).webSocketToken;

  invite = (attendees: Attendee[]) => this.send('POST', '/participants', { attendees });
  hangUp = (...pids: string[]) => this.send('POST', '/participants/delete', { bulkHangUpParticipants: pids });
  remove = (number: string, participantID?: string) => this.send('POST', '/attendees/delete', { bulkDelAttendInfo: [{ number, ...(participantID ? { participantID } : {}) }] });
  mute = (participantID: string, on: boolean) => this.put('/participants/mute', { isMute: bit(on) }, participantID);
  muteAll = (on: boolean, mayUnmute = true) => this.put('/mute', { isMute: bit(on), allowUnmuteByOneself: bit(mayUnmute) });
  lowerHand = (participantID: string) => this.put('/participants/hands', { handsState: 0 }, participantID);
  rename = (participantID: string, number: string, newName: string) => this.put('/participants/name', { participantID, number, newName });
  camera = (participantID: string, open: boolean) => this.put('/participants/video', { status: bit(!open) }, participantID);
  inviteToShare = (participantID: string, on: boolean) => this.put('/participants/share/invite', { share: bit(on) }, participantID);
  cohost = (participantID: string, on: boolean) => this.put('/participants/cohost', { isCohost: bit(on) }, participantID);
  takeChair = (participantID: string, chairmanPwd?: string) => this.put('/participants/role', { applyChair: 1, ...(chairmanPwd ? { chairmanPwd } : {}) }, participantID);
  releaseChair = (participantID: string) => this.put('/participants/role', { applyChair: 0 }, participantID);
  broadcast = (participantID: string) => this.put('/participants/broadcast', undefined, participantID);
  rollCall = (participantID: string) => this.put('/participants/rollCall', undefined, participantID);
  cancelBroadcast = () => this.put('/cancelBroadcast');
  poll = (on: boolean, switchTime: number) => this.put('/chairView', { viewType: 0, switchTime, status: bit(on) });
  chairWatchesAll = () => this.put('/chairView', { viewType: 1 });
  chairWatches = (participantID: string) => this.put('/chairView', { viewType: 2, participantID });
  picture = (choice: PictureChoice) => this.put('/display/customMultiPicture', choice);
  layouts = async (): Promise<SavedLayout[]> => (await this.send<{ picLayouts: SavedLayout[] }>('GET', '/layOut')).picLayouts;
  saveLayout = (layout: SavedLayout) => this.put('/layOut', { restPicLayout: layout });
  deleteLayout = (uuID: string) => call<void>('DELETE', `${root}/layOut`, { query: { conferenceID: this.conferenceID, uuID }, headers: { 'X-Conference-Authorization': this.token } });
  mode = (switchMode: 'Fixed' | 'VAS', imageType: 0 | 1) => this.put('/display/mode', { switchMode, imageType });
  lock = (on: boolean) => this.put('/lock', { isLock: bit(on) });
  extend = (minutes: number) => this.put('/duration', { auto: 0, duration: minutes });
  extendByItself = () => this.put('/duration', { auto: 1, duration: 15 });
  end = () => this.put('/stop');
  record = (on: boolean) => this.put('/record', { isRecord: bit(on) });
  recordStep = (recordType: 0 | 1 | 2) => this.put('/mmrRecord', { recordType });
  live = (on: boolean) => this.put('/live', { isLive: bit(on) });
  configure = (change: StartedConfig) => this.put('/updateStartedConfConfig', change);
  admit = (participantID: string) => this.put('/allowWaitingParticipant', { participantID, allowAll: false });
  admitAll = () => this.put('/allowWaitingParticipant', { allowAll: true });
  toWaitingRoom = (participantID: string) => this.put('/moveToWaitingRoom', { participantID });

  private put(path: string, body?: unknown, participantID?: string): Promise<void> {
    return this.send('PUT', path, body, participantID);
  }

  private send<T = void>(method: string, path: string, body?: unknown, participantID?: string): Promise<T> {
    return call<T>(method, root + path, {
      query: { conferenceID: this.conferenceID, participantID },
      body,
      headers: { 'X-Conference-Authorization': this.token },
    });
  }
}

const bit = (on: boolean): 0 | 1 => (on ? 1 : 0);
