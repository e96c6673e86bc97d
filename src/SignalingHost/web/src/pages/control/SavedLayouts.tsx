import { useEffect, useState } from 'react';
import type { Control, SavedLayout } from '../../api/control';
import { Button, Dialog, IconButton, TextField } from '../../design/controls';
import { useAct } from '../../design/toasts';
import { useText } from '../../i18n/text';

/** The layouts that are kept for this meeting under a name: taken up again at a press, by whoever runs the meeting. */
export const SavedLayouts = ({ control, ready, current, load }: { control: Control; ready: boolean; current(name: string): SavedLayout; load(layout: SavedLayout): void }) => {
  const { t } = useText();
  const act = useAct();
  const [saved, setSaved] = useState<SavedLayout[]>([]);
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState('');
  const refresh = async () => setSaved(await control.layouts());
  // Not before it is known who is here: a layout that is taken up then is not overwritten by what comes.
  useEffect(() => {
    if (ready) void refresh().catch(() => undefined);
  }, [control, ready]);

  const save = async () => {
    const before = saved.find(one => one.layOutName === name.trim());
    const work = control.saveLayout({ ...current(name.trim()), uuid: before?.uuid }).then(refresh);
    if (await act(work, t('saved'))) setNaming(false);
  };
  return (
    <>
      <Button size="small" onClick={() => { setName(t('control.layoutNumber', { number: saved.length + 1 })); setNaming(true); }}>{t('control.saveLayout')}</Button>
      {saved.length > 0 && (
        <ul className="saved-layouts" aria-label={t('control.savedLayouts')}>
          {saved.map(one => (
            <li key={one.uuid}>
              <button type="button" className="cut" onClick={() => load(one)}>{one.layOutName}</button>
              <IconButton icon="close" size={14} label={t('removeNamed', { name: one.layOutName })} onClick={() => void act(control.deleteLayout(one.uuid!).then(refresh))} />
            </li>
          ))}
        </ul>
      )}
      {naming && (
        <Dialog title={t('control.saveLayout')} closeLabel={t('close')} onClose={() => setNaming(false)}>
          <form className="column" onSubmit={event => { event.preventDefault(); void save(); }}>
            <TextField label={t('control.layoutName')} required maxLength={64} value={name} autoFocus onChange={event => setName(event.target.value)} />
            <footer><Button onClick={() => setNaming(false)}>{t('cancel')}</Button><Button type="submit" kind="primary" disabled={!name.trim()}>{t('save')}</Button></footer>
          </form>
        </Dialog>
      )}
    </>
  );
};
