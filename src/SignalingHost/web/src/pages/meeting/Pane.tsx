import { memo, useEffect, useRef, useState } from 'react';
import type { Control } from '../../api/control';
import { Avatar } from '../../design/avatar';
import { Menu, type MenuEntry } from '../../design/controls';
import { Icon } from '../../design/icons';
import { useAct } from '../../design/toasts';
import { useText } from '../../i18n/text';
import type { Tile } from '../../meeting/stage';
import type { View } from '../../meeting/watching';
import { personActions } from '../control/personActions';
import { NetworkMark } from './NetworkMark';

interface Props {
  tile: Tile;
  view: View | undefined;
  camera: MediaStreamTrack | null;
  speaking: boolean;
  mark: 0 | 1 | 2 | 3;
  pinned: boolean;
  mayPin: boolean;
  pin(id: string | null): void;
  control: Control | null;
  chair: boolean;
  broadcast: boolean;
  rollCall: boolean;
}

/** One person, or what he shares: the picture or his letters, his name, and the marks of his state. */
export const Pane = memo(({ tile, view, camera, speaking, mark, pinned, mayPin, pin, control, chair, broadcast, rollCall }: Props) => {
  const { t } = useText();
  const act = useAct();
  const video = useRef<HTMLVideoElement>(null);
  const [seen, setSeen] = useState(false);
  const { participant, source, box, own } = tile;
  const shows = source === 'screen' ? view !== undefined : participant.camera || camera !== null;

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    if (own) element.srcObject = camera ? new MediaStream([camera]) : null;
    else if (element.srcObject !== (view?.stream ?? null)) element.srcObject = view?.stream ?? null;
  }, [own, camera, view?.stream, shows]);

  // A section that changes hands still holds the last frame of the one before: wait for a frame after the server has switched.
  const switched = own || view?.switched === true;
  useEffect(() => {
    setSeen(false);
    const element = video.current;
    if (!element || !switched || !shows) return;
    if (!('requestVideoFrameCallback' in element)) return setSeen(true);
    const waiting = element.requestVideoFrameCallback(() => setSeen(true));
    return () => element.cancelVideoFrameCallback(waiting);
  }, [switched, shows, view?.mid, camera]);

  const name = own ? t('person.me', { name: participant.name }) : participant.name;
  const label = source === 'screen' ? t('share.of', { name: participant.name }) : name;
  const entries: MenuEntry[] = [
    ...(mayPin ? [{ label: t(pinned ? 'person.unpin' : 'person.pin'), icon: 'pin' as const, act: () => pin(participant.id) }] : []),
    ...(shows && document.pictureInPictureEnabled ? [{ label: t('person.pictureInPicture'), icon: 'corner' as const, act: () => void video.current?.requestPictureInPicture().catch(() => undefined) }] : []),
    ...(control && !own && source === 'camera' ? ['line' as const, ...personActions(control, { ...participant, hand: participant.hand !== false, broadcast, rollCall, cohost: participant.role === 'cohost' }, t, work => void act(work))] : []),
  ];
  const small = box.width < 220;
  return (
    <figure
      className={`pane ${tile.place} ${speaking && source === 'camera' ? 'speaking' : ''} ${source} ${small ? 'small' : ''}`}
      style={{ transform: `translate(${box.left}px, ${box.top}px)`, width: box.width, height: box.height }}
      aria-label={label}
      data-participant={participant.id}
      onDoubleClick={() => mayPin && pin(participant.id)}
    >
      {(!shows || !seen) && (
        <div className="faceless">{source === 'screen' ? <span className="spinner" /> : <Avatar name={participant.name} size={`${Math.round(Math.max(36, Math.min(128, box.height * 0.4)))}px`} />}</div>
      )}
      {shows && (
        <video
          ref={video}
          className={`${own ? 'mirrored' : ''} ${seen ? '' : 'unseen'}`}
          autoPlay
          playsInline
          muted
          data-participant={participant.id}
          data-source={source}
          data-mid={view?.mid}
        />
      )}
      {participant.state === 'away' && <div className="away"><Icon name="wifiOff" size={22} />{t('person.away')}</div>}
      <figcaption>
        {participant.hand !== false && <span className="hand"><Icon name="hand" size={16} /></span>}
        {chair && source === 'camera' && <span className="crown" title={t('role.chair')}><Icon name="crown" size={15} /></span>}
        {source === 'screen' ? <Icon name="screen" size={16} /> : participant.muted && <span className="muted" title={t('person.muted')}><Icon name="microphoneOff" size={16} /></span>}
        <span className="cut">{label}</span>
        {!own && source === 'camera' && <NetworkMark mark={mark} />}
        {pinned && <Icon name="pin" size={15} />}
      </figcaption>
      {entries.length > 0 && (
        <div className="pane-menu">
          <Menu entries={entries} label={t('person.actions', { name: participant.name })}><Icon name="more" size={18} /></Menu>
        </div>
      )}
    </figure>
  );
});
