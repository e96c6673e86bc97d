import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Control } from '../../api/control';
import { tell, useAct } from '../../design/toasts';
import { isKey, useText } from '../../i18n/text';
import type { MeetingSession } from '../../meeting/session';
import { stageFor, wantedFor, type Arrangement } from '../../meeting/stage';
import { remaining } from '../../meeting/state';
import { useStore } from '../../meeting/store';
import { AskDialog } from './AskDialog';
import { BottomBar } from './BottomBar';
import './meeting.css';
import { PeoplePanel } from './PeoplePanel';
import { StageView } from './StageView';
import { StatisticsPanel } from './StatisticsPanel';
import { TopBar } from './TopBar';
import { useArea } from './useArea';
import { Voices } from './Voices';

export type Panel = 'people' | 'statistics' | null;

const endNotice = 5 * 60_000;

/** The meeting as I see it: what is large, what is beside it, and what I can do. */
export const MeetingPage = ({ session }: { session: MeetingSession }) => {
  const { t, language, refusal } = useText();
  const act = useAct();
  const state = useStore(session.state);
  const own = useStore(session.devices.store);
  const views = useStore(session.watching.views);
  const [arrangement, setArrangement] = useState<Arrangement>('gallery');
  const [pinned, setPinned] = useState<string | null>(null);
  const [page, setPage] = useState(0);
  const [panel, setPanel] = useState<Panel>(null);
  const [now, setNow] = useState(Date.now);
  const frame = useRef<HTMLDivElement>(null);
  const [stageElement, area] = useArea();

  const stage = useMemo(() => stageFor(state, { arrangement, pinned, page }, area), [state, arrangement, pinned, page, area]);
  useEffect(() => session.watch(wantedFor(stage, window.devicePixelRatio, pinned)), [session, stage, pinned]);

  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);

  // What the server or the session has to say goes by as a toast, once.
  useEffect(() => {
    for (const prompt of state.prompts) {
      session.dispatch({ do: 'dismiss', key: prompt.key });
      const ours = `prompt.${prompt.what}`;
      const text =
        prompt.what === 'refused'
          ? refusal({ symbol: prompt.values?.symbol ?? '', code: prompt.values?.code ?? '', sentence: prompt.sentence })
          : (prompt.sentence?.[language] ?? (isKey(prompt.what) ? t(prompt.what) : isKey(ours) ? t(ours, prompt.values) : null));
      if (text) tell(text, prompt.what === 'refused' ? 'danger' : '');
    }
  }, [state.prompts, session, language, refusal, t]);

  const left = remaining(state, now);
  const nearEnd = left !== null && left < endNotice;
  useEffect(() => {
    if (nearEnd) tell(t('prompt.endIsNear'));
  }, [nearEnd, t]);

  const control = useMemo(() => (state.control && state.meeting ? new Control(state.meeting.conferenceId, state.control.token) : null), [state.control, state.meeting?.conferenceId]);
  const pin = useCallback((id: string | null) => setPinned(before => (before === id ? null : id)), []);
  const full = useCallback(() => void (document.fullscreenElement ? document.exitFullscreen() : frame.current?.requestFullscreen().catch(() => undefined)), []);
  const toggle = useCallback((which: Panel) => setPanel(before => (before === which ? null : which)), []);
  const myself = state.participants.get(state.myId);

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if ((event.target as HTMLElement).closest('input, textarea, select, dialog, [role=menu]')) return;
      switch (event.key.toLowerCase()) {
        case 'm': return void session.setMicrophone(!session.devices.store.get().microphoneOn);
        case 'v': return void session.setCamera(!session.devices.store.get().camera);
        case 'h': return void session.act({ action: 'hand', up: session.state.get().participants.get(session.state.get().myId)?.hand === false });
        case 'p': return toggle('people');
        case 'g': return setArrangement('gallery');
        case 's': return setArrangement('speaker');
        case 'f': return full();
      }
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [session, toggle, full]);

  return (
    <div className="meeting" data-theme="dark" ref={frame}>
      <TopBar state={state} left={left} arrangement={arrangement} arrange={next => { setArrangement(next); setPinned(null); setPage(0); }} full={full} imposed={stage.imposed} />
      {state.phase === 'returning' && (
        <div className="returning" role="status"><span className="spinner" />{t('meeting.returning')}</div>
      )}
      <div className="meeting-body">
        <main className="stage" ref={stageElement} aria-label={t('meeting.pictures')}>
          <StageView stage={stage} state={state} views={views} camera={own.camera} pinned={pinned} pin={pin} control={control} turn={step => setPage(Math.max(0, Math.min(stage.pages - 1, stage.page + step)))} />
          {own.share && (
            <div className="sharing-bar" role="status">
              {t('share.mine')}
              <button type="button" onClick={() => void session.stopShare()}>{t('share.stop')}</button>
            </div>
          )}
        </main>
        {panel === 'people' && <PeoplePanel session={session} state={state} control={control} pinned={pinned} pin={pin} close={() => setPanel(null)} act={act} />}
        {panel === 'statistics' && <StatisticsPanel session={session} state={state} close={() => setPanel(null)} />}
      </div>
      <BottomBar session={session} state={state} own={own} myself={myself} panel={panel} toggle={toggle} control={control} act={act} />
      <Voices session={session} />
      {state.ask && <AskDialog session={session} ask={state.ask} />}
    </div>
  );
};
