import { useState } from 'react';
import { changePassword } from '../../api/account';
import { Button, Dialog, TextField } from '../../design/controls';
import { useAct } from '../../design/toasts';
import { useText } from '../../i18n/text';

export const PasswordDialog = ({ account, close }: { account: string; close(): void }) => {
  const { t } = useText();
  const act = useAct();
  const [before, setBefore] = useState('');
  const [next, setNext] = useState('');
  return (
    <Dialog title={t('password.title')} closeLabel={t('close')} onClose={close}>
      <form className="column" onSubmit={event => { event.preventDefault(); void act(changePassword(account, before, next), t('saved')).then(done => done && close()); }}>
        <TextField label={t('password.before')} type="password" autoComplete="current-password" required value={before} onChange={event => setBefore(event.target.value)} />
        <TextField label={t('password.next')} hint={t('password.hint')} type="password" autoComplete="new-password" required minLength={8} maxLength={32} value={next} onChange={event => setNext(event.target.value)} />
        <footer><Button onClick={close}>{t('cancel')}</Button><Button type="submit" kind="primary">{t('save')}</Button></footer>
      </form>
    </Dialog>
  );
};
