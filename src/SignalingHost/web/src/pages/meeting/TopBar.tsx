import { useEffect, useState } from 'react';
import { IconButton } from '../../design/controls';
import { Icon } from '../../design/icons';
import { tell } from '../../design/toasts';
import { useText } from '../../i18n/text';
import type { Arrangement } from '../../meeting/stage';
import type { MeetingState } from '../../meeting/state';
import { spaced } from '../../route';

interface Props {
  state: MeetingState;
  left: number | null;
  arrangement: Arrangement;
  arrange(next: Arrangement): void;
  full(): void;
  imposed: boolean;
}

export const clock = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (part: number) => String(part).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  return `${hours > 0 ? `${hours}:` : ''}${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
};

const arrangements = [
  { id: 'gallery', icon: 'gallery' },
  { id: 'speaker', icon: 'speakerView' },
  { id: 'corner', icon: 'corner' },
] as const;

export const TopBar = ({ state, left, arrangement, arrange, full, imposed }: Props) => {
  const { t } = useText();
  const { meeting } = state;
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    const changed = () => setFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }, []);
  if (!meeting) return null;
  const copy = () => void navigator.clipboard?.writeText(meeting.conferenceId).then(() => tell(t('copied'), 'good'));
  return (
    <header className="top-bar">
      <div className="grow title">
        <h1 className="cut">{meeting.subject}</h1>
        <button type="button" className="meeting-id number" onClick={copy} title={t('meeting.copyId')}>
          {spaced(meeting.conferenceId)}
          <Icon name="copy" size={14} />
        </button>
      </div>
      <div className="marks">
        {meeting.locked && <span className="mark" title={t('meeting.locked')}><Icon name="lock" size={17} /><span className="hidden-visually">{t('meeting.locked')}</span></span>}
        {meeting.recording !== 'off' && (
          <span className={`mark recording ${meeting.recording}`}><span className="dot" />{t(meeting.recording === 'paused' ? 'meeting.recordingPaused' : 'meeting.recording')}</span>
        )}
        {meeting.live && <span className="mark live"><Icon name="live" size={16} />{t('meeting.live')}</span>}
        {imposed && <span className="mark"><Icon name="megaphone" size={16} />{t(meeting.mode === 'rollCall' ? 'mode.rollCall' : 'mode.broadcast')}</span>}
        {left !== null && (
          <span className={`mark number ${left < 300_000 ? 'ending' : ''}`} title={t('meeting.remaining')}>
            <Icon name="clock" size={16} />
            <span className="hidden-visually">{t('meeting.remaining')}</span>
            {clock(left)}
          </span>
        )}
      </div>
      <div className="views" role="group" aria-label={t('view.choose')}>
        {arrangements.map(({ id, icon }) => (
          <IconButton key={id} icon={icon} label={t(`view.${id}`)} on={arrangement === id} aria-pressed={arrangement === id} onClick={() => arrange(id)} />
        ))}
        <IconButton icon={isFull ? 'fullOff' : 'full'} className="full" label={t(isFull ? 'view.leaveFull' : 'view.full')} onClick={full} />
      </div>
    </header>
  );
};
