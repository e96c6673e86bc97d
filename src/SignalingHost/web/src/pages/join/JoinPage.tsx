import { useEffect, useRef, useState, type FormEvent } from 'react';
import { login } from '../../api/client';
import { Avatar } from '../../design/avatar';
import { Button, Notice, TextField } from '../../design/controls';
import { Icon } from '../../design/icons';
import { useText, type Key } from '../../i18n/text';
import { canSendScalable, planFor, type CodecWish } from '../../media/simulcast';
import { useStore } from '../../meeting/store';
import type { MeetingSession } from '../../meeting/session';
import { spaced } from '../../route';
import type { Device } from '../../signalling/messages';
import { Corner } from '../Corner';
import { DeviceSelects } from './DeviceSelects';
import './join.css';
import { LevelBar } from './LevelBar';
import { playTone } from './tone';
import { usePreview } from './usePreview';

const remembered = (key: string, otherwise: string): string => localStorage.getItem(`conference.${key}`) ?? otherwise;
const remember = (key: string, value: string): void => localStorage.setItem(`conference.${key}`, value);

const thisDevice = (): Device => (/iPad|Tablet/i.test(navigator.userAgent) ? 'pad' : /Mobi|Android/i.test(navigator.userAgent) ? 'mobile' : 'desktop');

/** Who am I, how do I look and sound, and where to: everything before the meeting. */
export const JoinPage = ({ conference, link, admitted }: { conference?: string; link?: string; admitted(session: MeetingSession): void }) => {
  const { t, refusal, language } = useText();
  const user = useStore(login);
  const [microphoneOn, setMicrophoneOn] = useState(remembered('microphone', 'on') === 'on');
  const [cameraOn, setCameraOn] = useState(remembered('camera', 'on') === 'on');
  const [id, setId] = useState(conference ?? '');
  const [password, setPassword] = useState('');
  const [name, setName] = useState(remembered('name', user?.user.name ?? ''));
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const preview = usePreview(microphoneOn, cameraOn);
  const video = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    if (video.current) video.current.srcObject = preview.camera ? new MediaStream([preview.camera]) : null;
  }, [preview.camera]);

  // What the meeting is made of comes while the person still looks at himself.
  useEffect(() => {
    const timer = setTimeout(() => void Promise.all([import('../../meeting/session'), import('../../signalling/socket'), import('../meeting/Stay')]).catch(() => undefined), 300);
    return () => clearTimeout(timer);
  }, []);

  const join = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setRefused(null);
    remember('name', name.trim());
    remember('microphone', microphoneOn ? 'on' : 'off');
    remember('camera', cameraOn ? 'on' : 'off');
    const [{ MeetingSession }, { signallingUrl }, { microphone, camera }] = await Promise.all([import('../../meeting/session'), import('../../signalling/socket'), preview.settled()]);
    const wish = remembered('codec', 'auto') as CodecWish;
    const canScale = wish.endsWith('svc') && (await canSendScalable(wish === 'vp9-svc' ? 'video/VP9' : 'video/AV1'));
    const session = new MeetingSession(
      signallingUrl(location),
      {
        conferenceId: id.replace(/\s/g, ''),
        ...(link ? { link } : password ? { password } : {}),
        ...(user ? { accessToken: user.accessToken } : {}),
        ...(!link && !password && !user ? { password: '' } : {}),
        name: name.trim(),
        microphone: microphoneOn,
        camera: cameraOn,
        device: thisDevice(),
        language,
      },
      {
        microphone: microphone?.clone() ?? null,
        microphoneOn: microphone !== null,
        camera: camera?.clone() ?? null,
        share: null,
        trouble: null,
      },
      preview.choice,
      planFor(wish, () => canScale),
    );
    const stop = session.state.subscribe(() => {
      const { phase, refusal: said } = session.state.get();
      if (phase === 'joining') return;
      stop();
      if (phase === 'refused') {
        setBusy(false);
        setRefused(said ? refusal(said) : t('refused.unknown'));
      } else admitted(session);
    });
    session.start();
  };

  const trouble = preview.trouble.camera ?? preview.trouble.microphone;
  const troubled = preview.trouble.camera ? 'camera' : 'microphone';
  return (
    <div className="join">
      <header>
        <a className="brand grow" href="#/">
          <img src="/favicon.svg" alt="" />
          {t('app.name')}
        </a>
        <Corner />
      </header>
      <main>
        <div className="join-frame">
          <section aria-label={t('join.preview')}>
            <div className="preview">
              {cameraOn && preview.camera ? (
                <video ref={video} autoPlay muted playsInline />
              ) : (
                <div className="nobody">
                  <Avatar name={name || '·'} size={84} />
                  {trouble ? t(`${troubled}.${trouble}` as Key) : cameraOn ? t('join.cameraStarting') : t('join.cameraOff')}
                </div>
              )}
              <div className="toggles">
                <button type="button" className={`round ${microphoneOn ? '' : 'off'}`} aria-pressed={microphoneOn} aria-label={microphoneOn ? t('join.muteEntry') : t('join.unmuteEntry')} title={microphoneOn ? t('join.muteEntry') : t('join.unmuteEntry')} onClick={() => setMicrophoneOn(!microphoneOn)}>
                  <Icon name={microphoneOn ? 'microphone' : 'microphoneOff'} size={22} />
                </button>
                <button type="button" className={`round ${cameraOn ? '' : 'off'}`} aria-pressed={cameraOn} aria-label={cameraOn ? t('join.cameraOffEntry') : t('join.cameraOnEntry')} title={cameraOn ? t('join.cameraOffEntry') : t('join.cameraOnEntry')} onClick={() => setCameraOn(!cameraOn)}>
                  <Icon name={cameraOn ? 'camera' : 'cameraOff'} size={22} />
                </button>
              </div>
            </div>
            <div className="sound-row">
              <Icon name={microphoneOn ? 'microphone' : 'microphoneOff'} size={18} />
              <LevelBar track={preview.microphone} label={t('join.level')} />
              <Button size="small" kind="bare" icon="sound" onClick={() => void playTone(preview.choice.speaker)}>
                {t('join.testSpeaker')}
              </Button>
            </div>
          </section>
          <form className="join-side" onSubmit={event => void join(event)} aria-label={t('join.title')}>
            <div>
              <h1>{link ? t('join.ready') : t('join.title')}</h1>
              {link && (
                <p className="quiet number">{t('join.meetingNumber', { number: spaced(conference ?? '') })}</p>
              )}
            </div>
            {refused && <Notice kind="danger">{refused}</Notice>}
            {!link && (
              <>
                <TextField label={t('join.id')} inputMode="numeric" autoComplete="off" required value={id} placeholder="900 000 000" onChange={event => setId(event.target.value)} autoFocus={!conference} />
                <TextField label={t('join.password')} type="password" inputMode="numeric" autoComplete="off" value={password} onChange={event => setPassword(event.target.value)} hint={user ? t('join.passwordHintUser') : t('join.passwordHint')} />
              </>
            )}
            <TextField label={t('join.name')} required maxLength={96} autoComplete="name" value={name} onChange={event => setName(event.target.value)} autoFocus={!!conference} />
            <Button type="submit" kind="primary" size="large" wide busy={busy} disabled={!name.trim() || !id.trim()}>
              {busy ? t('join.joining') : t('join.join')}
            </Button>
            {!user && (
              <>
                <div className="divider">{t('join.or')}</div>
                <Button wide icon="person" onClick={() => (location.hash = '/login')}>{t('join.logIn')}</Button>
              </>
            )}
            {user && (
              <p className="quiet small">
                {t('join.loggedInAs', { name: user.user.name ?? user.user.ucloginAccount ?? '' })} · <a href="#/meetings">{t('nav.meetings')}</a>
              </p>
            )}
          </form>
          <section className="device-row" aria-label={t('settings.title')}>
            <DeviceSelects devices={preview.devices} choice={preview.choice} choose={preview.choose} />
          </section>
        </div>
      </main>
    </div>
  );
};
