import { useState } from 'react';
import { addTerminal, deleteTerminal, terminalModels, terminals } from '../../../api/corporation';
import { Button, Dialog, IconButton, SelectField, TextField } from '../../../design/controls';
import { useAct } from '../../../design/toasts';
import { useText } from '../../../i18n/text';
import { useLoad } from '../useLoad';
import { PagedList } from './PagedList';

export const TerminalsPart = () => {
  const { t } = useText();
  const act = useAct();
  return (
    <PagedList
      find={terminals}
      addLabel={t('admin.addTerminal')}
      none={{ icon: 'terminal', text: t('admin.noTerminals') }}
      heads={[t('join.name'), t('admin.model'), t('admin.serial'), t('history.number'), t('admin.state')]}
      row={(terminal, reload) => (
        <tr key={terminal.sn}>
          <td className="plain"><strong>{terminal.name}</strong></td>
          <td data-label={t('admin.model')}>{terminal.model}</td>
          <td data-label={t('admin.serial')} className="number">{terminal.sn}</td>
          <td data-label={t('history.number')} className="number">{terminal.number ?? terminal.account}</td>
          <td data-label={t('admin.state')}><span className={`badge ${terminal.status === 1 ? 'danger' : 'good'}`}>{t(terminal.status === 1 ? 'admin.off' : 'admin.on')}</span></td>
          <td className="plain"><IconButton icon="trash" label={t('removeNamed', { name: terminal.name })} onClick={() => void act(deleteTerminal(terminal.sn)).then(done => done && reload())} /></td>
        </tr>
      )}
      dialog={(close, added) => <AddTerminal close={close} added={added} />}
    />
  );
};

const AddTerminal = ({ close, added }: { close(): void; added(): void }) => {
  const { t } = useText();
  const act = useAct();
  const models = useLoad(terminalModels, []);
  const [form, setForm] = useState({ name: '', model: '', sn: '' });
  const model = form.model || (models.data?.[0]?.model ?? '');
  return (
    <Dialog title={t('admin.addTerminal')} closeLabel={t('close')} onClose={close}>
      <form className="column" onSubmit={event => { event.preventDefault(); void act(addTerminal({ name: form.name, model, sn: form.sn || undefined }), t('saved')).then(done => done && added()); }}>
        <TextField label={t('join.name')} required maxLength={96} value={form.name} autoFocus onChange={event => setForm({ ...form, name: event.target.value })} />
        <SelectField label={t('admin.model')} value={model} onChange={event => setForm({ ...form, model: event.target.value })}>
          {(models.data ?? []).map(one => <option key={one.model} value={one.model}>{one.model}</option>)}
        </SelectField>
        <TextField label={t('admin.serial')} value={form.sn} onChange={event => setForm({ ...form, sn: event.target.value })} />
        <footer><Button onClick={close}>{t('cancel')}</Button><Button type="submit" kind="primary" disabled={!model}>{t('add')}</Button></footer>
      </form>
    </Dialog>
  );
};
