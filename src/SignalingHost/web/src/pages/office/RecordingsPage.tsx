import { useState } from 'react';
import { deleteRecording, recordingFiles, recordings, type RecordingFile, type RecordingRow } from '../../api/recordings';
import { Button, Dialog, IconButton } from '../../design/controls';
import { Icon } from '../../design/icons';
import { useAct } from '../../design/toasts';
import { useText } from '../../i18n/text';
import { fromWire } from '../../meeting/wireTime';
import { clock } from '../meeting/TopBar';
import { download } from './download';
import { Loaded } from './Loaded';
import { PageHead } from './Office';
import { useLoad } from './useLoad';

const year = 365 * 24 * 60 * 60_000;

export const RecordingsPage = () => {
  const { t, locale } = useText();
  const act = useAct();
  const [search, setSearch] = useState('');
  const [deleting, setDeleting] = useState<RecordingRow | null>(null);
  const load = useLoad(() => recordings(Date.now() - year, Date.now() + 60_000, search), [search]);
  const fetchFile = async (file: RecordingFile, row: RecordingRow) => {
    const answer = await fetch(file.url, { headers: { Authorization: file.token } });
    if (!answer.ok) throw new Error(String(answer.status));
    download(await answer.blob(), `${row.subject} ${file.fileType}.mp4`);
  };
  const get = (row: RecordingRow) => void act(recordingFiles(row.confUUID).then(async files => { for (const file of files) await fetchFile(file, row); }));
  return (
    <>
      <PageHead title={t('nav.recordings')} />
      <div className="row-wrap filter">
        <div className="search-field">
          <Icon name="search" size={18} />
          <input className="input" type="search" placeholder={t('meetings.search')} aria-label={t('meetings.search')} value={search} onChange={event => setSearch(event.target.value)} />
        </div>
      </div>
      <Loaded load={load} empty={{ when: page => page.data.length === 0, icon: 'film', text: t('recordings.none') }}>
        {page => (
          <div className="card table-frame flush">
            <table className="table stacks">
              <thead><tr><th>{t('booking.subject')}</th><th>{t('history.when')}</th><th>{t('booking.length')}</th><th>{t('recordings.size')}</th><th /></tr></thead>
              <tbody>
                {page.data.map(row => (
                  <tr key={row.confUUID}>
                    <td className="plain"><span className="subject">{row.subject}</span> {row.isDecodeFinish === false && <span className="badge warn">{t('recordings.processing')}</span>}</td>
                    <td data-label={t('history.when')} className="number">{fromWire(row.startTime).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' })}</td>
                    <td data-label={t('booking.length')} className="number">{clock(row.rcdTime * 1000)}</td>
                    <td data-label={t('recordings.size')} className="number">{row.rcdSize} MB</td>
                    <td className="plain">
                      <span className="row" style={{ gap: 4, justifyContent: 'flex-end' }}>
                        <Button size="small" icon="download" disabled={row.isDecodeFinish === false} onClick={() => get(row)}>{t('recordings.get')}</Button>
                        <IconButton icon="trash" label={t('removeNamed', { name: row.subject })} onClick={() => setDeleting(row)} />
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
      {deleting && (
        <Dialog title={t('recordings.delete')} closeLabel={t('close')} onClose={() => setDeleting(null)}>
          <p>{t('recordings.deleteQuestion', { subject: deleting.subject })}</p>
          <footer>
            <Button onClick={() => setDeleting(null)}>{t('keep')}</Button>
            <Button kind="danger" onClick={() => void act(deleteRecording(deleting.confUUID)).then(done => { if (done) { setDeleting(null); load.reload(); } })}>{t('recordings.delete')}</Button>
          </footer>
        </Dialog>
      )}
    </>
  );
};
