import { useEffect, useRef, useState } from 'react';
import { Button } from '../../design/controls';
import { useText } from '../../i18n/text';
import { rememberedDevices } from '../../media/devices';
import type { MeetingSession } from '../../meeting/session';
import { createStore, useStore } from '../../meeting/store';

/** Which speaker sounds come from; the settings dialog sets it. */
export const chosenSpeaker = createStore<string | undefined>(rememberedDevices().speaker);

/** What is heard: the loudest voices and the sound of a share. Nothing of it is seen, unless the browser wants a click first. */
export const Voices = ({ session }: { session: MeetingSession }) => {
  const { t } = useText();
  const streams = useStore(session.watching.voices);
  const speaker = useStore(chosenSpeaker);
  const [blocked, setBlocked] = useState(false);
  const frame = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const elements = [...frame.current!.querySelectorAll('audio')];
    elements.forEach((element, at) => {
      if (element.srcObject !== streams[at]) element.srcObject = streams[at] ?? null;
      if ('setSinkId' in element) void element.setSinkId(speaker ?? '').catch(() => undefined);
      element.play().then(
        () => setBlocked(false),
        (reason: unknown) => (reason as DOMException).name === 'NotAllowedError' && setBlocked(true),
      );
    });
  }, [streams, speaker]);

  const listen = () => {
    for (const element of frame.current!.querySelectorAll('audio')) void element.play().catch(() => undefined);
    setBlocked(false);
  };
  return (
    <div ref={frame} className="voices">
      {streams.map((stream, at) => (
        <audio key={stream.id} autoPlay data-voice={at + 1} />
      ))}
      {blocked && <Button kind="primary" icon="sound" onClick={listen}>{t('meeting.clickToHear')}</Button>}
    </div>
  );
};
