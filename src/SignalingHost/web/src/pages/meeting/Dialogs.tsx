import { useState, type FormEvent } from 'react';
import { Button, Dialog, TextField } from '../../design/controls';
import { useText } from '../../i18n/text';
import type { MeetingSession } from '../../meeting/session';

export const LeaveDialog = ({ session, chair, close }: { session: MeetingSession; chair: boolean; close(): void }) => {
  const { t } = useText();
  return (
    <Dialog title={t('leave.question')} closeLabel={t('close')} onClose={close}>
      <p className="quiet">{t(chair ? 'leave.chairHint' : 'leave.hint')}</p>
      <footer>
        <Button onClick={close}>{t('cancel')}</Button>
        {chair && <Button kind="danger" onClick={() => void session.act({ action: 'end' })}>{t('leave.end')}</Button>}
        <Button kind="primary" onClick={() => void session.leave()}>{t('leave.leave')}</Button>
      </footer>
    </Dialog>
  );
};

export const RenameDialog = ({ session, name, close }: { session: MeetingSession; name: string; close(): void }) => {
  const { t } = useText();
  const [next, setNext] = useState(name);
  const rename = async (event: FormEvent) => {
    event.preventDefault();
    if (await session.act({ action: 'rename', name: next.trim() })) close();
  };
  return (
    <Dialog title={t('rename.title')} closeLabel={t('close')} onClose={close}>
      <form className="column" onSubmit={event => void rename(event)}>
        <TextField label={t('join.name')} required maxLength={96} value={next} autoFocus onChange={event => setNext(event.target.value)} />
        <footer>
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" disabled={!next.trim()}>{t('save')}</Button>
        </footer>
      </form>
    </Dialog>
  );
};

export const ChairDialog = ({ session, close }: { session: MeetingSession; close(): void }) => {
  const { t } = useText();
  const [password, setPassword] = useState('');
  const apply = async (event: FormEvent) => {
    event.preventDefault();
    if (await session.act({ action: 'applyChair', ...(password ? { password } : {}) })) close();
  };
  return (
    <Dialog title={t('chair.apply')} closeLabel={t('close')} onClose={close}>
      <form className="column" onSubmit={event => void apply(event)}>
        <TextField label={t('chair.password')} hint={t('chair.hint')} type="password" inputMode="numeric" autoComplete="off" value={password} autoFocus onChange={event => setPassword(event.target.value)} />
        <footer>
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="submit" kind="primary">{t('chair.apply')}</Button>
        </footer>
      </form>
    </Dialog>
  );
};
