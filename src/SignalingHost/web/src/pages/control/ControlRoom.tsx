import { useEffect, useState } from 'react';
import { Button, IconButton, Tabs } from '../../design/controls';
import { Icon } from '../../design/icons';
import { useText } from '../../i18n/text';
import { useStore } from '../../meeting/store';
import type { PushChannel } from '../../push/channel';
import { spaced } from '../../route';
import { Corner } from '../Corner';
import { clock } from '../meeting/TopBar';
import { MeetingControls } from './MeetingControls';
import { Pictures } from './Pictures';
import { Roster } from './Roster';

type Part = 'people' | 'pictures' | 'meeting';

/** The room of who runs the meeting: people, pictures, and the meeting as a whole. All of it lives by the push channel. */
export const ControlRoom = ({ channel, leave }: { channel: PushChannel; leave(): void }) => {
  const { t, refusal } = useText();
  const room = useStore(channel.room);
  const connected = useStore(channel.connected);
  const failure = useStore(channel.failure);
  const [part, setPart] = useState<Part>('people');
  const [picked, setPicked] = useState<string | null>(null);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);

  if (room.over)
    return (
      <div className="threshold-lite">
        <div className="card column">
          <h1>{failure ? refusal(failure) : t('ended.closed')}</h1>
          <Button kind="primary" onClick={leave}>{t('done')}</Button>
        </div>
      </div>
    );
  const left = room.endsAt === null ? null : room.endsAt - now;
  return (
    <div className="control">
      <header>
        <div className="grow title">
          <h1 className="cut">{room.subject || t('control.title')}</h1>
          <p className="quiet small number">{spaced(room.number || channel.control.conferenceID)}</p>
        </div>
        <div className="row-wrap marks-row">
          {!connected && <span className="badge warn" role="status"><span className="spinner" style={{ width: 13, height: 13 }} />{t('control.connecting')}</span>}
          {room.locked && <span className="badge"><Icon name="lock" size={15} />{t('meeting.locked')}</span>}
          {room.recording && <span className="badge danger"><span className="dot" />{t('meeting.recording')}</span>}
          {room.live && <span className="badge warn"><Icon name="live" size={15} />{t('meeting.live')}</span>}
          {left !== null && <span className={`badge number ${left < 300_000 ? 'warn' : ''}`} title={t('meeting.remaining')}><Icon name="clock" size={15} />{clock(left)}</span>}
        </div>
        <span className="wide-corner"><Corner /></span>
        <IconButton icon="close" label={t('control.leave')} onClick={leave} />
      </header>
      <div className="control-tabs">
        <Tabs<Part> label={t('control.title')} chosen={part} onChoose={setPart} tabs={[{ id: 'people', label: t('people.title') }, { id: 'pictures', label: t('control.pictures') }, { id: 'meeting', label: t('control.meeting') }]} />
      </div>
      <main className={`control-body show-${part}`}>
        <Roster room={room} control={channel.control} picked={picked} pick={setPicked} />
        <Pictures room={room} control={channel.control} picked={picked} pick={setPicked} />
        <MeetingControls room={room} control={channel.control} />
      </main>
    </div>
  );
};
