import { callAsUser, fileAsUser, type Page } from './client';

export interface Attendee {
  name: string;
  phone?: string;
  role?: 0 | 1;
  type?: 'normal' | 'terminal' | 'outside' | 'mobile' | 'customnumber';
  userUUID?: string;
  accountId?: string;
  email?: string;
  isAutoInvite?: 0 | 1;
}

export interface Cycle {
  startDate: string;
  endDate: string;
  cycle: 'Day' | 'Week' | 'Month';
  interval: number;
  point?: number[];
  preRemindDays: number;
}

export interface ConfigOfConference {
  isSendNotify?: boolean;
  isAutoMute?: boolean;
  isGuestFreePwd?: boolean;
  callInRestriction?: 0 | 2 | 3;
  allowGuestStartConf?: boolean;
  guestPwd?: string;
  vmrIDType?: 0 | 1;
  prolongLength?: number;
  enableWaitingRoom?: boolean;
}

/** What is booked (RestScheduleConfDTO). */
export interface Schedule {
  subject: string;
  startTime?: string;
  length: number;
  mediaTypes: 'Voice' | 'HDVideo';
  attendees: Attendee[];
  recordType: 0 | 1 | 2 | 3;
  isAutoRecord: 0 | 1;
  recordAuxStream: 0 | 1;
  liveAddress?: string;
  language: 'zh-CN' | 'en-US';
  timeZoneID: string;
  confConfigInfo: ConfigOfConference;
  vmrFlag?: 0 | 1;
  vmrID?: string;
  cycleParams?: Cycle;
}

export interface ConferenceInfo {
  conferenceID: string;
  vmrConferenceID?: string;
  subject: string;
  size?: number;
  timeZoneID?: string;
  startTime: string;
  endTime: string;
  mediaTypes: string;
  conferenceState: 'Schedule' | 'Creating' | 'Created' | 'Destroyed';
  language?: string;
  accessNumber?: string;
  passwordEntry?: { conferenceRole: 'chair' | 'general'; password: string }[];
  scheduserName?: string;
  userUUID?: string;
  conferenceType?: 0 | 2;
  confType?: 'FUTURE' | 'IMMEDIATELY' | 'CYCLE';
  cycleParams?: Cycle;
  isAutoMute?: 0 | 1;
  isAutoRecord?: 0 | 1;
  chairJoinUri?: string;
  guestJoinUri?: string;
  recordType?: 0 | 1 | 2 | 3;
  recordAuxStream?: 0 | 1;
  liveAddress?: string;
  confConfigInfo?: ConfigOfConference;
  vmrFlag?: 0 | 1;
  vmrID?: string;
  isHasRecordFile?: boolean;
  confUUID?: string;
  role?: 'chair' | 'general' | 'audience';
  onlineAttendeeAmount?: number;
  subConfs?: { cycleSubConfID: string; conferenceID: string; startTime: string; endTime: string }[];
}

export interface AttendanceRecord {
  displayName: string;
  callNumber: string;
  deviceType?: string;
  joinTime: number;
  leftTime: number;
  mediaType?: string;
  deptName?: string;
}

const root = '/v1/mmc/management/conferences';
const cycles = '/v1/mmc/management/cycleconferences';

export const upcoming = (searchKey = '', offset = 0, limit = 50, queryAll = false): Promise<Page<ConferenceInfo>> =>
  callAsUser('GET', root, { query: { offset, limit, searchKey, queryAll: queryAll || undefined, queryConfMode: 'ALL', sortType: 'ASC_StartTIME' } });

export const running = (queryAll = false): Promise<Page<ConferenceInfo>> =>
  callAsUser('GET', `${root}/online`, { query: { offset: 0, limit: 100, queryAll: queryAll || undefined } });

export const detail = async (conferenceID: string): Promise<ConferenceInfo & { attendees: Attendee[] }> => {
  const found = await callAsUser<{ conferenceData: ConferenceInfo; data?: Page<Attendee & { participantID?: string; attendeeType?: Attendee['type'] }> }>(
    'GET',
    `${root}/confDetail`,
    { query: { conferenceID, offset: 0, limit: 500 } },
  );
  const attendees = (found.data?.data ?? []).map(one => ({ name: one.name, phone: one.phone ?? one.participantID, role: one.role, type: one.type ?? one.attendeeType, userUUID: one.userUUID, accountId: one.accountId }));
  return { ...found.conferenceData, attendees };
};

export const book = async (schedule: Schedule): Promise<ConferenceInfo> => {
  const made = await callAsUser<ConferenceInfo[]>('POST', schedule.cycleParams ? cycles : root, { body: schedule });
  return made[0]!;
};

export const change = async (conferenceID: string, schedule: Schedule): Promise<ConferenceInfo | undefined> => {
  const made = await callAsUser<ConferenceInfo[]>('PUT', schedule.cycleParams ? cycles : root, { query: { conferenceID }, body: schedule });
  return made?.[0];
};

export const cancel = (conference: ConferenceInfo): Promise<void> =>
  callAsUser('DELETE', conference.conferenceType === 2 ? cycles : root, {
    query: { conferenceID: conference.conferenceID, type: conference.conferenceState === 'Created' ? 1 : undefined },
  });

export const cancelOccurrence = (conferenceID: string, cycleSubConfID: string): Promise<void> =>
  callAsUser('DELETE', `${root}/cyclesubconf`, { query: { conferenceID }, body: { cycleSubConfIDs: [cycleSubConfID] } });

export const startBooked = (conferenceID: string, password: string): Promise<unknown> =>
  callAsUser('POST', `${root}/start`, { body: { conferenceID, password } });

export const history = (startDate: number, endDate: number, searchKey = '', offset = 0, limit = 20, queryAll = false): Promise<Page<ConferenceInfo>> =>
  callAsUser('GET', `${root}/history`, { query: { startDate, endDate, searchKey, offset, limit, queryAll: queryAll || undefined, sortType: 'DSC_StartTIME' } });

export const attendance = (confUUID: string, offset = 0, limit = 500): Promise<Page<AttendanceRecord>> =>
  callAsUser('GET', `${root}/history/confAttendeeRecord`, { query: { confUUID, offset, limit } });

export const attendanceCsv = (confUUID: string): Promise<Blob> => fileAsUser(`/v1/ext/history/${confUUID}/attendance.csv`);

export const passwordOf = (conference: ConferenceInfo, role: 'chair' | 'general'): string =>
  conference.passwordEntry?.find(entry => entry.conferenceRole === role)?.password ?? '';

/** The number that people dial and type: that of the room where the meeting is in one. */
export const shownNumber = (conference: Pick<ConferenceInfo, 'conferenceID' | 'vmrConferenceID'>): string => conference.vmrConferenceID || conference.conferenceID;
