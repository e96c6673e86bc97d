import { useState } from 'react';
import type { Control } from '../../api/control';
import { Button, Dialog, TextField } from '../../design/controls';
import { useAct } from '../../design/toasts';
import { useText } from '../../i18n/text';

const choices = [10, 15, 20, 30, 45, 60];

export const ExtendDialog = ({ control, close }: { control: Control; close(): void }) => {
  const { t } = useText();
  const act = useAct();
  const [minutes, setMinutes] = useState(15);
  const run = async (work: Promise<void>) => {
    if (await act(work, t('control.extended'))) close();
  };
  return (
    <Dialog title={t('control.extend')} closeLabel={t('close')} onClose={close}>
      <div className="row-wrap" role="group" aria-label={t('control.extendBy')}>
        {choices.map(choice => (
          <Button key={choice} kind={choice === minutes ? 'on' : ''} aria-pressed={choice === minutes} onClick={() => setMinutes(choice)}>
            {t('minutes', { count: choice })}
          </Button>
        ))}
      </div>
      <TextField label={t('control.otherMinutes')} type="number" min={1} max={1440} value={minutes} onChange={event => setMinutes(Number(event.target.value))} />
      <footer>
        <Button kind="bare" onClick={() => void run(control.extendByItself())}>{t('control.extendAlways')}</Button>
        <Button kind="primary" disabled={!(minutes >= 1)} onClick={() => void run(control.extend(minutes))}>{t('control.extend')}</Button>
      </footer>
    </Dialog>
  );
};
