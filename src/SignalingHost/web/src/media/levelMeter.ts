/** How loud a track is, 0 … 1, read by whoever draws. */
export interface LevelMeter {
  read(): number;
  close(): void;
}

/** Loudness as people see it: −60 dB is nothing, −6 dB is all. */
export const shownLevel = (samples: Float32Array): number => {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
  return Math.min(1, Math.max(0, (decibels + 60) / 54));
};

export const meterOf = (track: MediaStreamTrack): LevelMeter => {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  void context.resume();
  const samples = new Float32Array(analyser.fftSize);
  return {
    read() {
      analyser.getFloatTimeDomainData(samples);
      return shownLevel(samples);
    },
    close: () => void context.close(),
  };
};
