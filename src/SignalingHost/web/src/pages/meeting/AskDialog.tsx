import { Button, Dialog } from '../../design/controls';
import { useText } from '../../i18n/text';
import type { MeetingSession } from '../../meeting/session';
import type { MeetingState } from '../../meeting/state';

/** The chair asks for something that only I can open. */
export const AskDialog = ({ session, ask }: { session: MeetingSession; ask: NonNullable<MeetingState['ask']> }) => {
  const { t } = useText();
  if (ask.what === 'closeCamera' || ask.what === 'stopShare') return null;
  const no = () => session.dispatch({ do: 'answerAsk' });
  const yes = () => {
    no();
    if (ask.what === 'openCamera') void session.setCamera(true);
    else if (ask.what === 'unmute') void session.setMicrophone(true);
    else void session.startShare();
  };
  return (
    <Dialog title={t(`ask.${ask.what}`)} closeLabel={t('close')} onClose={no}>
      {ask.by && <p className="quiet">{t('ask.by', { name: ask.by })}</p>}
      <footer>
        <Button onClick={no}>{t('ask.no')}</Button>
        <Button kind="primary" onClick={yes}>{t('ask.yes')}</Button>
      </footer>
    </Dialog>
  );
};
