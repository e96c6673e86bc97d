import { Button, SelectField, TextField } from '../../design/controls';
import { useText } from '../../i18n/text';
import type { BookingForm } from '../../meeting/booking';

const most = { Day: 15, Week: 5, Month: 3 };

/** Every n days, on weekdays of every n-th week, or on days of every n-th month, until a day at most a year ahead. */
export const CycleFields = ({ form, change }: { form: BookingForm; change(part: Partial<BookingForm>): void }) => {
  const { t, locale } = useText();
  const toggle = (point: number) => {
    const points = form.points.includes(point) ? form.points.filter(one => one !== point) : [...form.points, point];
    if (points.length > 0) change({ points: points.sort((a, b) => a - b) });
  };
  // The 1st of March 2026 is a Sunday.
  const weekday = (day: number) => new Date(2026, 2, 1 + day).toLocaleDateString(locale, { weekday: 'short' });
  const day = Number(form.date.slice(8, 10));
  return (
    <>
      <div className="fields">
        <SelectField
          label={t('cycle.kind')}
          value={form.cycle}
          onChange={event => {
            const cycle = event.target.value as BookingForm['cycle'];
            change({ cycle, interval: 1, points: cycle === 'Month' ? [day] : [new Date(`${form.date}T12:00`).getDay()] });
          }}
        >
          <option value="Day">{t('cycle.Day')}</option>
          <option value="Week">{t('cycle.Week')}</option>
          <option value="Month">{t('cycle.Month')}</option>
        </SelectField>
        <TextField label={t('cycle.interval')} type="number" min={1} max={most[form.cycle]} value={form.interval} onChange={event => change({ interval: Math.max(1, Math.min(most[form.cycle], Number(event.target.value) || 1)) })} />
        <TextField label={t('cycle.until')} type="date" required min={form.date} value={form.until} onChange={event => change({ until: event.target.value })} />
      </div>
      {form.cycle === 'Week' && (
        <div className="row-wrap" role="group" aria-label={t('cycle.weekdays')}>
          {[1, 2, 3, 4, 5, 6, 0].map(point => <Button key={point} size="small" kind={form.points.includes(point) ? 'on' : ''} aria-pressed={form.points.includes(point)} onClick={() => toggle(point)}>{weekday(point)}</Button>)}
        </div>
      )}
      {form.cycle === 'Month' && (
        <div className="month-days" role="group" aria-label={t('cycle.days')}>
          {Array.from({ length: 31 }, (_, at) => at + 1).map(point => <Button key={point} size="small" kind={form.points.includes(point) ? 'on' : ''} aria-pressed={form.points.includes(point)} onClick={() => toggle(point)}>{point}</Button>)}
        </div>
      )}
    </>
  );
};
