/** Three soft notes through the chosen speaker. */
export const playTone = async (speaker: string | undefined): Promise<void> => {
  const context = new AudioContext();
  const destination = context.createMediaStreamDestination();
  [523, 659, 784].forEach((frequency, at) => {
    const from = context.currentTime + 0.05 + at * 0.18;
    const note = context.createOscillator();
    const volume = context.createGain();
    note.frequency.value = frequency;
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(0.25, from + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, from + 0.4);
    note.connect(volume).connect(destination);
    note.start(from);
    note.stop(from + 0.45);
  });
  const element = new Audio();
  element.srcObject = destination.stream;
  if (speaker && 'setSinkId' in element) await element.setSinkId(speaker).catch(() => undefined);
  await element.play().catch(() => undefined);
  setTimeout(() => void context.close(), 1500);
};
