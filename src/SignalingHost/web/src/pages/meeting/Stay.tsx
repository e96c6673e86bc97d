import { useEffect } from 'react';
import type { MeetingSession } from '../../meeting/session';
import { useStore } from '../../meeting/store';
import { Toasts } from '../../design/toasts';
import { MeetingPage } from './MeetingPage';
import { EndedPage, WaitingPage } from './Threshold';

/** From the door to the end, whatever happens in between. */
export default function Stay({ session, over }: { session: MeetingSession; over(): void }) {
  const { phase } = useStore(session.state);
  useEffect(() => () => session.finish(), [session]);
  return (
    <>
      {phase === 'waiting' || phase === 'joining' ? (
        <WaitingPage session={session} over={over} />
      ) : phase === 'in' || phase === 'returning' ? (
        <MeetingPage session={session} />
      ) : (
        <EndedPage session={session} over={over} />
      )}
      <Toasts />
    </>
  );
}
