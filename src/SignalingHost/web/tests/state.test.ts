import { describe, expect, it } from 'vitest';
import { atTheDoor, present, raisedHands, reduce, remaining, type MeetingState } from '../src/meeting/state';
import type { ServerMessage } from '../src/signalling/messages';
import { inMeeting, joined, person } from './people';

const hear = (state: MeetingState, message: ServerMessage, now = 0) => reduce(state, { do: 'receive', message, now });

describe('the meeting as the client knows it', () => {
  it('is in when the server says so', () => {
    const state = inMeeting([person('b')]);
    expect(state).toMatchObject({ phase: 'in', myId: 'a', resume: 'r' });
    expect(present(state).map(one => one.id)).toEqual(['a', 'b']);
  });

  it('waits for the chair and is let in without asking again', () => {
    const waiting = hear(atTheDoor, { type: 'waiting', for: 'chair' });
    expect(waiting).toMatchObject({ phase: 'waiting', waitingFor: 'chair' });
    expect(hear(waiting, joined([person('a')]))).toMatchObject({ phase: 'in', waitingFor: null });
  });

  it('knows why it was refused', () => {
    const refused = reduce(atTheDoor, { do: 'refused', refusal: { type: 'refused', code: 'MMC.111072050', symbol: 'CONF_LOCKED' } });
    expect(refused).toMatchObject({ phase: 'refused', refusal: { symbol: 'CONF_LOCKED' } });
  });

  it('takes people whole as they change and lets go of who left', () => {
    let state = inMeeting([person('b'), person('c')]);
    state = hear(state, { type: 'participants', changed: [person('b', { muted: true })], removed: ['c'] });
    expect(state.participants.get('b')?.muted).toBe(true);
    expect(state.participants.has('c')).toBe(false);
  });

  it('shows me first and the others as they came, whoever comes later', () => {
    const state = hear(inMeeting([person('c'), person('b')]), { type: 'participants', changed: [person('d')] });
    expect(present(state).map(one => one.id)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('leaves out of the gallery who is only being called, and keeps who lost the connection', () => {
    const state = inMeeting([person('b', { state: 'calling' }), person('c', { state: 'away' })]);
    expect(present(state).map(one => one.id)).toEqual(['a', 'c']);
  });

  it('has raised hands in their order', () => {
    expect(raisedHands(inMeeting([person('b', { hand: 2 }), person('c', { hand: 1 })])).map(one => one.id)).toEqual(['c', 'b']);
  });

  it('changes only what the server names of the meeting and of me', () => {
    let state = hear(inMeeting([]), { type: 'meeting', meeting: { locked: true } });
    state = hear(state, { type: 'me', me: { role: 'chair' } });
    expect(state.meeting).toMatchObject({ locked: true, subject: 'Weekly' });
    expect(state.me).toMatchObject({ role: 'chair', mayShare: true });
  });

  it('goes on returning until it is in again, as the same participant', () => {
    const broken = reduce(inMeeting([person('b')]), { do: 'broken' });
    expect(broken.phase).toBe('returning');
    expect(broken.participants.size).toBe(2);
    expect(reduce(broken, { do: 'joined', message: joined([person('a')]), now: 0 })).toMatchObject({ phase: 'in', myId: 'a' });
  });

  it('counts the remaining time by the clock of the server', () => {
    const ours = Date.parse('2026-11-21T10:10:00Z');
    const state = reduce(atTheDoor, { do: 'joined', message: joined([person('a')], { now: '2026-11-21T10:40:00Z' }), now: ours });
    expect(remaining(state, ours)).toBe(20 * 60_000);
    expect(remaining(hear(state, { type: 'meeting', meeting: { endsAt: null } }), ours)).toBeNull();
  });

  it('keeps the last few prompts only', () => {
    let state = inMeeting([]);
    for (let n = 0; n < 9; n++) state = hear(state, { type: 'prompt', what: `p${n}` });
    expect(state.prompts.map(prompt => prompt.what)).toEqual(['p5', 'p6', 'p7', 'p8']);
  });

  it('ignores what it does not know', () => {
    const state = inMeeting([]);
    expect(hear(state, { type: 'weather' } as unknown as ServerMessage)).toBe(state);
  });
});
