import { useState } from 'react';
import type { Control } from '../../api/control';
import { Button, Dialog, Switch } from '../../design/controls';
import { useAct } from '../../design/toasts';
import { useText } from '../../i18n/text';

/** Everybody but the chair is muted; the one question is whether they may unmute themselves. */
export const MuteAllDialog = ({ control, close }: { control: Control; close(): void }) => {
  const { t } = useText();
  const act = useAct();
  const [mayUnmute, setMayUnmute] = useState(true);
  const mute = async () => {
    if (await act(control.muteAll(true, mayUnmute), t('control.mutedAll'))) close();
  };
  return (
    <Dialog title={t('control.muteAll')} closeLabel={t('close')} onClose={close}>
      <p className="quiet">{t('control.muteAllHint')}</p>
      <Switch label={t('control.mayUnmute')} checked={mayUnmute} onChange={setMayUnmute} />
      <footer>
        <Button onClick={close}>{t('cancel')}</Button>
        <Button kind="primary" onClick={() => void mute()}>{t('control.muteAll')}</Button>
      </footer>
    </Dialog>
  );
};
