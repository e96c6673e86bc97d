import type { Attendee, ConferenceInfo, Cycle, Schedule } from '../api/conferences';
import { fromFields, fromWire, lengthInMinutes, nextHalfHour, toDateField, toTimeField, toWire, zoneIdFor } from './wireTime';

/** A booking as the form has it. */
export interface BookingForm {
  subject: string;
  when: 'now' | 'once' | 'repeated';
  date: string;
  time: string;
  length: number;
  video: boolean;
  attendees: Attendee[];
  /** The id of the room it takes place in; empty: a random id. */
  room: string;
  fixedId: boolean;
  guestPassword: boolean;
  guestPasswordText: string;
  access: 0 | 2 | 3;
  guestsFirst: boolean;
  waitingRoom: boolean;
  muteOnEntry: boolean;
  record: boolean;
  recordByItself: boolean;
  liveAddress: string;
  language: 'zh-CN' | 'en-US';
  notify: boolean;
  prolong: number;
  cycle: 'Day' | 'Week' | 'Month';
  interval: number;
  points: number[];
  until: string;
  remindDays: number;
}

const day = 24 * 60 * 60_000;

export const emptyForm = (now: Date, subject: string, language: BookingForm['language']): BookingForm => {
  const start = nextHalfHour(now);
  return {
    subject,
    when: 'once',
    date: toDateField(start),
    time: toTimeField(start),
    length: 60,
    video: true,
    attendees: [],
    room: '',
    fixedId: true,
    guestPassword: true,
    guestPasswordText: '',
    access: 0,
    guestsFirst: true,
    waitingRoom: false,
    muteOnEntry: false,
    record: false,
    recordByItself: false,
    liveAddress: '',
    language,
    notify: true,
    prolong: 0,
    cycle: 'Week',
    interval: 1,
    points: [start.getDay()],
    until: toDateField(new Date(start.getTime() + 90 * day)),
    remindDays: 1,
  };
};

const recordTypeOf = (form: BookingForm): Schedule['recordType'] => (form.record ? (form.liveAddress ? 3 : 2) : form.liveAddress ? 1 : 0);

const cycleOf = (form: BookingForm): Cycle => ({
  startDate: form.date,
  endDate: form.until,
  cycle: form.cycle,
  interval: form.interval,
  ...(form.cycle === 'Day' ? {} : { point: form.points }),
  preRemindDays: form.remindDays,
});

export const scheduleOf = (form: BookingForm): Schedule => ({
  subject: form.subject.trim(),
  ...(form.when === 'now' ? {} : { startTime: toWire(fromFields(form.date, form.time)) }),
  length: form.length,
  mediaTypes: form.video ? 'HDVideo' : 'Voice',
  attendees: form.attendees,
  recordType: recordTypeOf(form),
  isAutoRecord: form.record && form.recordByItself ? 1 : 0,
  recordAuxStream: form.record ? 1 : 0,
  ...(form.liveAddress ? { liveAddress: form.liveAddress } : {}),
  language: form.language,
  timeZoneID: zoneIdFor(-fromFields(form.date, form.time).getTimezoneOffset()),
  confConfigInfo: {
    isSendNotify: form.notify,
    isAutoMute: form.muteOnEntry,
    callInRestriction: form.access,
    enableWaitingRoom: form.waitingRoom,
    prolongLength: form.prolong,
    // A room has its own password and its own rule for guests.
    ...(form.room
      ? { vmrIDType: form.fixedId ? (0 as const) : (1 as const) }
      : { allowGuestStartConf: form.guestsFirst, isGuestFreePwd: !form.guestPassword, ...(form.guestPassword && form.guestPasswordText ? { guestPwd: form.guestPasswordText } : {}) }),
  },
  ...(form.room ? { vmrFlag: 1 as const, vmrID: form.room } : {}),
  ...(form.when === 'repeated' ? { cycleParams: cycleOf(form) } : {}),
});

/** The form that would have booked this: for editing, and for booking from a template. */
export const formOf = (schedule: Schedule, now: Date): BookingForm => {
  const base = emptyForm(now, schedule.subject, schedule.language);
  const start = schedule.startTime ? fromWire(schedule.startTime) : nextHalfHour(now);
  const config = schedule.confConfigInfo;
  const cycle = schedule.cycleParams;
  return {
    ...base,
    when: cycle ? 'repeated' : 'once',
    date: toDateField(start),
    time: toTimeField(start),
    length: schedule.length,
    video: schedule.mediaTypes !== 'Voice',
    attendees: schedule.attendees,
    room: schedule.vmrFlag === 1 ? (schedule.vmrID ?? '') : '',
    fixedId: config.vmrIDType !== 1,
    guestPassword: config.isGuestFreePwd !== true,
    guestPasswordText: config.guestPwd ?? '',
    access: config.callInRestriction ?? 0,
    guestsFirst: config.allowGuestStartConf ?? true,
    waitingRoom: config.enableWaitingRoom ?? false,
    muteOnEntry: config.isAutoMute ?? false,
    record: schedule.recordType >= 2,
    recordByItself: schedule.isAutoRecord === 1,
    liveAddress: schedule.liveAddress ?? '',
    notify: config.isSendNotify ?? true,
    prolong: config.prolongLength ?? 0,
    ...(cycle ? { cycle: cycle.cycle, interval: cycle.interval, points: cycle.point ?? [], until: cycle.endDate, remindDays: cycle.preRemindDays } : {}),
  };
};

export const scheduleFrom = (conference: ConferenceInfo, attendees: Attendee[]): Schedule => ({
  subject: conference.subject,
  startTime: conference.startTime,
  length: lengthInMinutes(fromWire(conference.startTime), fromWire(conference.endTime)),
  mediaTypes: /Video/.test(conference.mediaTypes) ? 'HDVideo' : 'Voice',
  attendees,
  recordType: conference.recordType ?? 0,
  isAutoRecord: conference.isAutoRecord ?? 0,
  recordAuxStream: conference.recordAuxStream ?? 0,
  ...(conference.liveAddress ? { liveAddress: conference.liveAddress } : {}),
  language: conference.language === 'en-US' ? 'en-US' : 'zh-CN',
  timeZoneID: conference.timeZoneID ?? '56',
  confConfigInfo: { ...conference.confConfigInfo, isAutoMute: conference.confConfigInfo?.isAutoMute ?? conference.isAutoMute === 1 },
  ...(conference.vmrFlag === 1 ? { vmrFlag: 1, vmrID: conference.vmrID } : {}),
  ...(conference.cycleParams ? { cycleParams: conference.cycleParams } : {}),
});
