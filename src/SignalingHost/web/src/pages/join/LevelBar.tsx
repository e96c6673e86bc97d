import { useEffect, useRef } from 'react';
import { meterOf } from '../../media/levelMeter';

/** Moves with the voice. It is drawn without React: sixty times a second is too often for it. */
export const LevelBar = ({ track, label }: { track: MediaStreamTrack | null; label: string }) => {
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!track) return;
    const meter = meterOf(track);
    let shown = 0;
    let frame = 0;
    const draw = () => {
      shown = Math.max(meter.read(), shown * 0.92);
      if (bar.current) bar.current.style.transform = `scaleX(${shown.toFixed(3)})`;
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => {
      cancelAnimationFrame(frame);
      meter.close();
    };
  }, [track]);
  return (
    <div className="level" role="img" aria-label={label}>
      <span ref={bar} />
    </div>
  );
};
