import { describe, expect, it } from 'vitest';
import { subscribeFrame, type PushFrame } from '../src/push/frames';
import { inOrder, receiveFrame, unknownRoom, type Room } from '../src/push/room';

const hear = (room: Room, ...frames: PushFrame[]) => frames.reduce((before, frame, at) => receiveFrame(before, frame, at), room);
const people = (msgMode: 0 | 1, ...data: object[]): PushFrame => ({ action: 'ParticipantsNotify', msgMode, data });

describe('the room of the control page', () => {
  it('is known from the full frames', () => {
    const room = hear(
      unknownRoom,
      { action: 'ConfBasicInfoNotify', msgMode: 0, title: 'Weekly', displayID: '900825541', media: 2, recType: 1 },
      { action: 'ConfDynamicInfoNotify', msgMode: 0, state: 'Created', endTime: '1795000000000', mode: 'FREE', vas: 1, lock: 0, mute: 1, lockSharing: 0, canUnmute: 0, recState: 1 },
    );
    expect(room).toMatchObject({ known: true, subject: 'Weekly', voiceActivated: true, locked: false, mutedAll: true, mayUnmute: false, recording: true, endsAt: 1795000000000 });
  });

  it('keeps what an incremental frame does not name', () => {
    const room = hear(
      unknownRoom,
      people(0, { pid: 'p1', mode: 0, pinfoMap: { NAME: 'Li', TEL: '+991', ROLE: '1', STATE: '0', MUTE: '0', HAND: '0' } }),
      people(1, { pid: 'p1', mode: 0, pinfoMap: { MUTE: '1' } }),
      { action: 'ConfDynamicInfoNotify', msgMode: 1, lock: 1 },
    );
    expect(room.people.get('p1')).toMatchObject({ name: 'Li', number: '+991', role: 'chair', muted: true });
    expect(room).toMatchObject({ locked: true, mode: 'FREE' });
  });

  it('forgets everybody that a full frame does not name, and who is removed', () => {
    const before = hear(unknownRoom, people(0, { pid: 'p1', mode: 0, pinfoMap: { NAME: 'Li' } }, { pid: 'p2', mode: 0, pinfoMap: { NAME: 'Wu' } }));
    expect([...hear(before, people(1, { pid: 'p1', mode: 1 })).people.keys()]).toEqual(['p2']);
    expect([...hear(before, people(0, { pid: 'p3', mode: 0, pinfoMap: { NAME: 'Hu' } })).people.keys()]).toEqual(['p3']);
  });

  it('has raised hands first in their order, then the chair, then as people came', () => {
    const room = hear(
      unknownRoom,
      people(0, ...[['a', '0', '5'], ['b', '1', '9'], ['c', '0', '1'], ['d', '0', '7']].map(([pid, ROLE, ADDTIME]) => ({ pid, mode: 0, pinfoMap: { NAME: pid, ROLE, ADDTIME } }))),
      people(1, { pid: 'd', mode: 0, pinfoMap: { HAND: '1' } }),
      people(1, { pid: 'a', mode: 0, pinfoMap: { HAND: '1' } }),
    );
    expect(inOrder(room.people.values()).map(person => person.pid)).toEqual(['d', 'a', 'b', 'c']);
  });

  it('knows why somebody who was called did not come', () => {
    const room = hear(
      unknownRoom,
      { action: 'AttendeesNotify', msgMode: 0, data: [{ mode: 0, phone: '+86139', name: 'Hu' }] },
      { action: 'InviteResultNotify', data: [{ callNumber: '+86139', resultCode: '111076008', errorCode: '111076008' }] },
    );
    expect(room.invited.get('+86139')).toMatchObject({ name: 'Hu', result: '111076008' });
  });

  it('shows who waits and who speaks', () => {
    const room = hear(
      unknownRoom,
      { action: 'WaitingListNotify', msgMode: 1, data: [{ pid: 'w', mode: 0, pinfoMap: { NAME: 'Guest' } }] },
      { action: 'SpeakerChangeNotify', data: [{ pid: 'p1', speakingVolume: 40 }] },
    );
    expect(room.waiting.get('w')?.name).toBe('Guest');
    expect(room.speakers.get('p1')).toBe(40);
    expect(hear(room, { action: 'WaitingListNotify', msgMode: 1, data: [{ pid: 'w', mode: 1 }] }).waiting.size).toBe(0);
  });

  it('is over when the meeting is', () => expect(hear(unknownRoom, { action: 'ConfDynamicInfoNotify', state: 'Destroyed' }).over).toBe(true));

  it('is not disturbed by frames it does not know', () => {
    const room = hear(unknownRoom, { action: 'BreakoutSettingNotify', data: {} });
    expect(room).toBe(unknownRoom);
  });

  it('subscribes with data as a string, as the reference clients do', () => {
    const frame = JSON.parse(subscribeFrame('cnrtoken', 1795000000000)) as { action: string; sequence: string; data: string };
    expect(frame.sequence).toHaveLength(20);
    expect(JSON.parse(frame.data)).toMatchObject({ confToken: 'cnrtoken' });
  });
});
