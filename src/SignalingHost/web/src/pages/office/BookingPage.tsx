import { useEffect, useState, type FormEvent } from 'react';
import { book, change, detail } from '../../api/conferences';
import { login } from '../../api/client';
import { myRooms } from '../../api/rooms';
import { addTemplate, templates } from '../../api/templates';
import { Button, Dialog, Notice, TextField } from '../../design/controls';
import { tell, useAct } from '../../design/toasts';
import { useText } from '../../i18n/text';
import { emptyForm, formOf, scheduleFrom, scheduleOf, type BookingForm } from '../../meeting/booking';
import { useStore } from '../../meeting/store';
import { go } from '../../route';
import { BookingFields } from './BookingFields';
import { PageHead } from './Office';
import { useLoad } from './useLoad';

/** Books a meeting, or changes one: the same form. */
export const BookingPage = ({ conference, template }: { conference?: string; template?: string }) => {
  const { t, error, language } = useText();
  const act = useAct();
  const user = useStore(login);
  const [form, setForm] = useState<BookingForm>(() => emptyForm(new Date(), t('booking.subjectDefault', { name: user?.user.name ?? '' }), language === 'zh' ? 'zh-CN' : 'en-US'));
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const [naming, setNaming] = useState<string | null>(null);
  const rooms = useLoad(myRooms, []);
  const change1 = (part: Partial<BookingForm>) => setForm(before => ({ ...before, ...part }));

  useEffect(() => {
    const from = conference
      ? detail(conference).then(found => formOf(scheduleFrom(found, found.attendees), new Date()))
      : template
        ? templates().then(list => list.find(one => one.id === template)).then(found => (found ? formOf({ ...found.schedule, startTime: undefined }, new Date()) : null))
        : null;
    from?.then(found => found && setForm(found), (reason: unknown) => setRefused(error(reason)));
  }, [conference, template, error]);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefused(null);
    try {
      if (conference) await change(conference, scheduleOf(form));
      else await book(scheduleOf(form));
      tell(t(conference ? 'booking.changed' : 'booking.booked'), 'good');
      go('meetings');
    } catch (reason) {
      setRefused(error(reason));
      setBusy(false);
    }
  };

  return (
    <>
      <PageHead title={t(conference ? 'booking.change' : 'booking.title')} back="meetings" />
      <form className="booking" onSubmit={event => void save(event)}>
        <BookingFields form={form} change={change1} rooms={rooms.data ?? []} editing={conference !== undefined} />
        {refused && <Notice kind="danger">{refused}</Notice>}
        <footer className="booking-foot">
          <Button kind="bare" icon="copy" onClick={() => setNaming(form.subject)}>{t('booking.asTemplate')}</Button>
          <span className="grow" />
          <Button onClick={() => go('meetings')}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" busy={busy} disabled={!form.subject.trim()}>{t(conference ? 'save' : form.when === 'now' ? 'booking.startNow' : 'booking.book')}</Button>
        </footer>
      </form>
      {naming !== null && (
        <Dialog title={t('booking.asTemplate')} closeLabel={t('close')} onClose={() => setNaming(null)}>
          <TextField label={t('templates.name')} value={naming} required onChange={event => setNaming(event.target.value)} />
          <footer>
            <Button onClick={() => setNaming(null)}>{t('cancel')}</Button>
            <Button kind="primary" disabled={!naming.trim()} onClick={() => void act(addTemplate(naming.trim(), { ...scheduleOf(form), startTime: undefined }), t('saved')).then(done => done && setNaming(null))}>{t('save')}</Button>
          </footer>
        </Dialog>
      )}
    </>
  );
};
