import { describe, expect, it } from 'vitest';
import { emptyForm, formOf, scheduleFrom, scheduleOf } from '../src/meeting/booking';
import { templateOf } from '../src/api/templates';
import { fromWire, nextHalfHour, toWire, zoneIdFor } from '../src/meeting/wireTime';

const now = new Date('2026-11-21T10:07:00Z');
const form = () => ({ ...emptyForm(now, 'Weekly', 'en-US'), date: '2026-11-24', time: '09:30' });

describe('a booking', () => {
  it('is for the next half hour when nothing else is said', () => expect(nextHalfHour(now).toISOString()).toBe('2026-11-21T10:30:00.000Z'));
  it('says its start in UTC', () => {
    expect(fromWire(scheduleOf(form()).startTime!).getTime()).toBe(new Date('2026-11-24T09:30:00').getTime());
  });
  it('that begins now has no start', () => expect(scheduleOf({ ...form(), when: 'now' })).not.toHaveProperty('startTime'));
  it('with a random id asks for the passwords of the meeting, in a room for none', () => {
    expect(scheduleOf({ ...form(), guestPasswordText: '135790' }).confConfigInfo).toMatchObject({ isGuestFreePwd: false, guestPwd: '135790', allowGuestStartConf: true });
    const inRoom = scheduleOf({ ...form(), room: 'r1' });
    expect(inRoom).toMatchObject({ vmrFlag: 1, vmrID: 'r1', confConfigInfo: { vmrIDType: 0 } });
    expect(inRoom.confConfigInfo).not.toHaveProperty('guestPwd');
  });
  it.each([[false, '', 0], [false, 'rtmp://x', 1], [true, '', 2], [true, 'rtmp://x', 3]] as const)('that records %s and streams to "%s" is of record type %i', (record, liveAddress, type) => {
    expect(scheduleOf({ ...form(), record, liveAddress }).recordType).toBe(type);
  });
  it('that repeats names its days, except when every day', () => {
    expect(scheduleOf({ ...form(), when: 'repeated', cycle: 'Week', interval: 2, points: [1, 3], until: '2027-02-01' }).cycleParams).toEqual({ startDate: '2026-11-24', endDate: '2027-02-01', cycle: 'Week', interval: 2, point: [1, 3], preRemindDays: 1 });
    expect(scheduleOf({ ...form(), when: 'repeated', cycle: 'Day' }).cycleParams).not.toHaveProperty('point');
  });
  it('comes back into the form as it was booked', () => {
    const booked = { ...form(), video: false, record: true, recordByItself: true, access: 2 as const, waitingRoom: true, muteOnEntry: true, guestPassword: false, prolong: 30 };
    expect(formOf(scheduleOf(booked), now)).toEqual(booked);
  });
  it('is read from what the server lists', () => {
    const schedule = scheduleFrom({ conferenceID: '9', subject: 'S', startTime: '2026-11-24 09:30', endTime: '2026-11-24 11:00', mediaTypes: 'Voice,HDVideo,Data', conferenceState: 'Schedule', isAutoMute: 1 }, []);
    expect(schedule).toMatchObject({ length: 90, mediaTypes: 'HDVideo', confConfigInfo: { isAutoMute: true } });
  });
  it('begins from a template that says little', () => {
    const { schedule } = templateOf({ id: '1', name: 'Stand-up', content: { length: 15 } });
    expect(formOf(schedule, now)).toMatchObject({ subject: 'Stand-up', length: 15, attendees: [], access: 0 });
  });
});

describe('times on the wire', () => {
  it('are minutes in UTC', () => expect(toWire(fromWire('2026-01-02 03:04'))).toBe('2026-01-02 03:04'));
  it.each([[480, '56'], [0, '26'], [60, '27'], [-300, '13'], [7, '56']])('offset %i is zone %s', (offset, id) => expect(zoneIdFor(offset)).toBe(id));
});
