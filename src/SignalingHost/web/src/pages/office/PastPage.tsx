import { useState } from 'react';
import { attendance, attendanceCsv, type AttendanceRecord } from '../../api/conferences';
import { templateFromHistory } from '../../api/templates';
import { Button, Dialog, TextField } from '../../design/controls';
import { useAct } from '../../design/toasts';
import { isKey, useText } from '../../i18n/text';
import { download } from './download';
import { Loaded } from './Loaded';
import { PageHead } from './Office';
import { useLoad } from './useLoad';

/** Who was in an ended meeting, how, and from when to when. */
export const PastPage = ({ run }: { run: string }) => {
  const { t, locale } = useText();
  const act = useAct();
  const load = useLoad(() => attendance(run), [run]);
  const [naming, setNaming] = useState<string | null>(null);
  const time = (at: number) => new Date(at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  const came = (device = '') => {
    const named = `came.${device.toLowerCase()}`;
    return isKey(named) ? t(named) : device;
  };
  const stayed = (record: AttendanceRecord) => (record.leftTime > 0 ? t('minutes', { count: Math.max(1, Math.round((record.leftTime - record.joinTime) / 60_000)) }) : '–');
  return (
    <>
      <PageHead title={t('history.attendance')} back="history">
        <Button icon="copy" onClick={() => setNaming('')}>{t('booking.asTemplate')}</Button>
        <Button kind="primary" icon="download" onClick={() => void act(attendanceCsv(run).then(file => download(file, `attendance-${run.slice(0, 8)}.csv`)))}>{t('history.export')}</Button>
      </PageHead>
      <Loaded load={load} empty={{ when: page => page.data.length === 0, icon: 'people', text: t('history.nobody') }}>
        {page => (
          <div className="card table-frame flush">
            <table className="table stacks">
              <thead><tr><th>{t('join.name')}</th><th>{t('history.number')}</th><th>{t('history.device')}</th><th>{t('history.joined')}</th><th>{t('history.left')}</th><th>{t('history.stayed')}</th></tr></thead>
              <tbody>
                {page.data.map((record, at) => (
                  <tr key={at}>
                    <td className="plain"><strong>{record.displayName}</strong>{record.deptName && <span className="quiet small"> · {record.deptName}</span>}</td>
                    <td data-label={t('history.number')} className="number">{record.callNumber}</td>
                    <td data-label={t('history.device')}>{came(record.deviceType)}</td>
                    <td data-label={t('history.joined')} className="number">{time(record.joinTime)}</td>
                    <td data-label={t('history.left')} className="number">{record.leftTime > 0 ? time(record.leftTime) : '–'}</td>
                    <td data-label={t('history.stayed')} className="number">{stayed(record)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
      {naming !== null && (
        <Dialog title={t('booking.asTemplate')} closeLabel={t('close')} onClose={() => setNaming(null)}>
          <TextField label={t('templates.name')} value={naming} required autoFocus onChange={event => setNaming(event.target.value)} />
          <footer>
            <Button onClick={() => setNaming(null)}>{t('cancel')}</Button>
            <Button kind="primary" disabled={!naming.trim()} onClick={() => void act(templateFromHistory(run, naming.trim()), t('saved')).then(done => done && setNaming(null))}>{t('save')}</Button>
          </footer>
        </Dialog>
      )}
    </>
  );
};
