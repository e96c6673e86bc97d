import { useCallback, useEffect, useState } from 'react';
import { login } from '../../api/client';
import { detail, passwordOf } from '../../api/conferences';
import { Control, controlToken } from '../../api/control';
import { Toasts } from '../../design/toasts';
import { useStore } from '../../meeting/store';
import { PushChannel } from '../../push/channel';
import './control.css';
import { ControlDoor } from './ControlDoor';
import { ControlRoom } from './ControlRoom';
import { dropGrant, keepGrant, keptGrant, type Grant } from './handOver';

/** Runs a meeting without being in it (主持会议): first the right to, then the room. */
export default function ControlPage({ conference }: { conference?: string }) {
  const user = useStore(login);
  const [channel, setChannel] = useState<PushChannel | null>(null);

  const enter = useCallback((id: string, grant: Grant, password = '') => {
    keepGrant(id, grant);
    setChannel(new PushChannel(new Control(id, grant.token), grant.wsUrl, password));
  }, []);

  const open = useCallback(
    async (id: string, password: string) => {
      const token = await controlToken(id, password);
      enter(id, { token: token.token, wsUrl: token.wsURL }, password);
    },
    [enter],
  );

  // Handed over by the meeting's tab, or the owner's own meeting: nothing to ask.
  useEffect(() => {
    if (!conference) return;
    const grant = keptGrant(conference);
    if (grant) enter(conference, grant);
    else if (user) void detail(conference).then(found => open(conference, passwordOf(found, 'chair'))).catch(() => undefined);
  }, [conference, user, enter, open]);

  useEffect(() => () => channel?.close(), [channel]);

  return (
    <>
      {channel ? (
        <ControlRoom channel={channel} leave={() => { dropGrant(channel.control.conferenceID); setChannel(null); location.hash = user ? '/meetings' : '/control'; }} />
      ) : (
        <ControlDoor conference={conference} open={open} />
      )}
      <Toasts />
    </>
  );
}
