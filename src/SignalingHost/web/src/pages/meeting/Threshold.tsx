import { Button } from '../../design/controls';
import { Icon } from '../../design/icons';
import { useText, type Key } from '../../i18n/text';
import { login } from '../../api/client';
import type { MeetingSession } from '../../meeting/session';
import { useStore } from '../../meeting/store';
import { Corner } from '../Corner';
import './threshold.css';

export const WaitingPage = ({ session, over }: { session: MeetingSession; over(): void }) => {
  const { t } = useText();
  const { waitingFor } = useStore(session.state);
  return (
    <div className="threshold">
      <div className="corner"><Corner /></div>
      <div className="card" role="status">
        <span className="pulse"><Icon name={waitingFor === 'admission' ? 'door' : 'clock'} size={34} /></span>
        <h1>{t(waitingFor === 'admission' ? 'waiting.admission' : 'waiting.chair')}</h1>
        <p className="quiet">{t(waitingFor === 'admission' ? 'waiting.admissionHint' : 'waiting.chairHint')}</p>
        <Button onClick={() => { session.finish(); over(); }}>{t('waiting.leave')}</Button>
      </div>
    </div>
  );
};

export const EndedPage = ({ session, over }: { session: MeetingSession; over(): void }) => {
  const { t, refusal } = useText();
  const state = useStore(session.state);
  const user = useStore(login);
  const sentence = state.phase === 'moved' ? t('ended.moved') : state.refusal ? refusal(state.refusal) : t(`ended.${state.endReason ?? 'closed'}` as Key);
  const mayReturn = state.phase === 'moved' || state.endReason === 'left' || state.endReason === 'hungUp' || state.endReason === 'empty';
  return (
    <div className="threshold">
      <div className="corner"><Corner /></div>
      <div className="card">
        <span className="still"><Icon name="door" size={34} /></span>
        <h1>{sentence}</h1>
        {state.meeting && <p className="quiet">{state.meeting.subject}</p>}
        <div className="row-wrap" style={{ justifyContent: 'center' }}>
          {mayReturn && <Button kind="primary" onClick={over}>{t('ended.rejoin')}</Button>}
          <Button onClick={() => { location.hash = user ? '/meetings' : '/'; over(); }}>{t(user ? 'nav.meetings' : 'ended.home')}</Button>
        </div>
      </div>
    </div>
  );
};
