// A number in a picture, written so that it can be read back from what was decoded: two rows of cells, the number's bits and below them
// their opposites, so that a blurred cell is seen to be unreadable. Put into a page before call.js and stage.js.
globalThis.marks = (() => {
  const bits = 16;
  const readWidth = 160;
  const readHeight = 90;
  const reading = document.createElement('canvas');
  reading.width = readWidth;
  reading.height = readHeight;
  const context = reading.getContext('2d', { willReadFrequently: true });

  function paint(surface, width, height, number, color) {
    surface.fillStyle = color;
    surface.fillRect(0, 0, width, height);
    const cell = width / bits;
    for (let i = 0; i < bits; i++) {
      const bit = (number >> i) & 1;
      surface.fillStyle = bit ? '#fff' : '#000';
      surface.fillRect(i * cell, 0, cell, height * 0.3);
      surface.fillStyle = bit ? '#000' : '#fff';
      surface.fillRect(i * cell, height * 0.3, cell, height * 0.3);
    }
  }

  // The number, -1 where it cannot be read, and the color at so much of the height.
  function read(video, colorAt) {
    context.drawImage(video, 0, 0, readWidth, readHeight);
    const pixels = context.getImageData(0, 0, readWidth, readHeight).data;
    const at = (x, y) => 4 * (Math.floor(y * readHeight) * readWidth + Math.floor(x * readWidth));
    const light = (x, y) => {
      const i = at(x, y);
      return pixels[i] * 0.3 + pixels[i + 1] * 0.6 + pixels[i + 2] * 0.1;
    };
    let number = 0;
    for (let i = 0; i < bits; i++) {
      const difference = light((i + 0.5) / bits, 0.15) - light((i + 0.5) / bits, 0.45);
      if (Math.abs(difference) < 60) number = -1;
      if (number >= 0 && difference > 0) number |= 1 << i;
    }
    const color = at(0.5, colorAt);
    return { number, red: pixels[color], green: pixels[color + 1], blue: pixels[color + 2], width: video.videoWidth, height: video.videoHeight };
  }

  // An ear that can be asked for the loudness of each tone, and that nobody hears.
  function listen(audio, stream) {
    const ear = audio.createAnalyser();
    ear.fftSize = 8192;
    ear.smoothingTimeConstant = 0;
    const unheard = audio.createGain();
    unheard.gain.value = 0;
    audio.createMediaStreamSource(stream).connect(ear).connect(unheard).connect(audio.destination);
    return ear;
  }

  return { paint, read, listen };
})();
