// Put into a page of the browser client before its own scripts: a camera with a number in the picture, a microphone with a tone, a share
// of another colour; and eyes and ears that read what the page shows and plays. `guise` is set before this.
globalThis.stage = (() => {
  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const ears = new Map();
  let hearing;
  let picked;

  // What is chosen in the page afterwards stays over a reload.
  for (const [key, value] of Object.entries(guise.remembered ?? {})) if (localStorage.getItem(key) === null) localStorage.setItem(key, value);

  function film(width, height, rate, color) {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const surface = canvas.getContext('2d');
    const stream = canvas.captureStream(0);
    const track = stream.getVideoTracks()[0];

    // Firefox has it on the stream.
    const capture = track.requestFrame ? () => track.requestFrame() : () => stream.requestFrame();
    const begin = performance.now();
    let sent = 0;
    setInterval(() => {
      const due = Math.floor(((performance.now() - begin) * rate) / 1000);
      if (due < sent) return;
      marks.paint(surface, width, height, sent & 0xffff, color);
      capture();
      sent++;
    }, 500 / rate);
    return track;
  }

  function sing(frequency) {
    const audio = new AudioContext({ sampleRate: 48000 });
    const tone = audio.createOscillator();
    tone.frequency.value = frequency;
    const loudness = audio.createGain();
    loudness.gain.value = 0.4;
    const out = audio.createMediaStreamDestination();
    tone.connect(loudness).connect(out);
    tone.start();
    return out.stream.getAudioTracks()[0];
  }

  // The devices are made once; every opening is another track of the same.
  let camera;
  let microphone;
  const openDevices = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async ({ video, audio }) => {
    const tracks = [];
    if (video) tracks.push((camera ??= film(guise.width, guise.height, guise.rate, guise.color)).clone());
    if (audio && guise.hasToneOfBrowser) tracks.push(...(await openDevices({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } })).getAudioTracks());
    else if (audio) tracks.push((microphone ??= sing(guise.tone)).clone());
    return new MediaStream(tracks);
  };
  navigator.mediaDevices.getDisplayMedia = async () => {
    picked = film(1280, 720, 8, guise.shareColor);
    return new MediaStream([picked, sing(guise.shareTone)]);
  };

  // A browser that came with fewer codecs.
  if (guise.decodes) {
    const capabilities = RTCRtpReceiver.getCapabilities.bind(RTCRtpReceiver);
    const isLeft = (codec) => ['rtx', ...guise.decodes].some((name) => codec.mimeType === `video/${name}`);
    RTCRtpReceiver.getCapabilities = (kind) => (kind === 'video' ? { ...capabilities(kind), codecs: capabilities(kind).codecs.filter(isLeft) } : capabilities(kind));
  }

  // Every peer connection of the page can be asked for its statistics.
  const connections = [];
  const Connection = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Connection {
    constructor(...how) {
      super(...how);
      connections.push(this);
    }
  };

  async function until(what, condition, ms = 15000) {
    const end = performance.now() + ms;
    let value;
    while (!(value = await condition())) {
      if (performance.now() > end) throw new Error(`waited ${ms} ms for ${typeof what === 'function' ? what() : what}; the page says: ${document.body.innerText.replaceAll('\n', ' / ').slice(0, 600)}`);
      await sleep(20);
    }
    return value;
  }

  // A button or an entry of a menu, by the name that a screen reader would say.
  const nameOf = (element) => element.getAttribute('aria-label') ?? element.textContent.trim();
  const named = (name) => [...document.querySelectorAll('button, [role=menuitem], [role=menuitemradio], [role=switch], input[type=checkbox]')].filter((one) => nameOf(one) === name && !one.disabled);

  async function press(name, last = false) {
    const found = await until(`a button "${name}"`, () => named(name).at(last ? -1 : 0));
    found.click();
  }

  // From the click on Join to the first picture of somebody else that is on the screen.
  let joinedAt;
  async function join() {
    await until('the join button', () => document.querySelector('form button[type=submit]:not(:disabled)'));
    if (guise.remembered['conference.camera'] !== 'off') await until('the preview', () => document.querySelector('.preview video')?.videoWidth > 0);
    joinedAt = performance.now();
    document.querySelector('form button[type=submit]').click();
    await until('the meeting', () => document.querySelector('.meeting'));
    return performance.now() - joinedAt;
  }

  async function firstPicture() {
    await until('a picture', () => [...document.querySelectorAll('video[data-mid]')].some((video) => video.getVideoPlaybackQuality().totalVideoFrames > 0 && video.videoWidth > 2));
    return performance.now() - joinedAt;
  }

  function pictureOf(name, source) {
    const label = source === 'screen' ? `${name}'s screen` : name;
    return document.querySelector(`figure[aria-label="${label}"] video[data-source=${source ?? 'camera'}]`);
  }

  // What the picture of somebody shows now; null where there is none.
  function see(name, source) {
    const video = pictureOf(name, source);
    if (!video || video.videoWidth < 2 || video.classList.contains('unseen')) return null;
    return { ...marks.read(video, 0.8), at: performance.now() };
  }

  const near = (a, b) => Math.abs(a - b) < 48;

  // Whether the picture of somebody has that colour, and comes in that codec.
  async function isSeenIn(name, codec, red, green, blue) {
    const now = see(name);
    return now && near(now.red, red) && near(now.green, green) && near(now.blue, blue) && (await codecOf(name)) === codec;
  }

  async function seeFor({ name, source, height, red, green, blue, patience }) {
    let last;
    const begin = performance.now();
    const seen = await until(() => `the picture of ${name} (${source ?? 'camera'}, ${height ?? 'any'} lines, ${[red, green, blue]}); last ${JSON.stringify(last)}`, () => {
      last = see(name, source) ?? last;
      const now = see(name, source);
      return now && now.number >= 0 && (!height || now.height === height) && near(now.red, red) && near(now.green, green) && near(now.blue, blue) && now;
    }, patience ?? 20000);
    return { ...seen, frames: await decodedOf(name, source), after: performance.now() - begin };
  }

  // What the connection says of the picture of somebody: its figures, with all the others that they name.
  async function statisticsOf(name, source) {
    const track = pictureOf(name, source)?.srcObject?.getVideoTracks()[0];
    for (const connection of connections) {
      if (connection.connectionState === 'closed') continue;
      const all = await connection.getStats();
      for (const one of all.values()) if (one.type === 'inbound-rtp' && one.trackIdentifier === track?.id) return { one, all };
    }
    return null;
  }

  const decodedOf = async (name, source) => (await statisticsOf(name, source))?.one.framesDecoded ?? 0;

  async function codecOf(name) {
    const found = await statisticsOf(name);
    return found?.all.get(found.one.codecId)?.mimeType;
  }

  const unseeFor = ({ name, source, patience }) => until(`no more picture of ${name} (${source})`, () => !see(name, source) && { ok: true }, patience ?? 10000);

  // How loud a tone is in all that the page plays, in decibels below full scale.
  function hear(frequency) {
    hearing ??= new AudioContext({ sampleRate: 48000 });
    let loudest = -200;
    for (const element of document.querySelectorAll('audio[data-voice]')) {
      const stream = element.srcObject;
      if (!stream || element.muted || element.paused) continue;
      let ear = ears.get(stream.id);
      if (!ear) {
        ear = marks.listen(hearing, stream);
        ears.set(stream.id, ear);
      }
      const levels = new Float32Array(ear.frequencyBinCount);
      ear.getFloatFrequencyData(levels);
      const bin = Math.round((frequency * ear.fftSize) / hearing.sampleRate);
      for (let i = bin - 1; i <= bin + 1; i++) loudest = Math.max(loudest, Number.isFinite(levels[i]) ? levels[i] : -200);
    }
    return loudest;
  }

  async function hearFor({ tone, loud, patience }) {
    let level;
    const begin = performance.now();
    let since = null;
    await until(() => `the tone of ${tone} Hz to be ${loud ? 'heard' : 'silent'}; it is at ${level} dB`, () => {
      level = hear(tone);
      const so = loud ? level > -50 : level < -70;
      if (!so) since = null;
      else since ??= performance.now();
      // Silence is silence only when it lasts.
      return so && performance.now() - since >= (loud ? 0 : 500);
    }, patience ?? 15000);
    return { level, after: since - begin };
  }

  // How much sound has come in: for a browser whose audio stands still because it has no sound card.
  async function energy() {
    let all = 0;
    for (const connection of connections) {
      if (connection.connectionState === 'closed') continue;
      for (const one of (await connection.getStats()).values()) if (one.type === 'inbound-rtp' && one.kind === 'audio') all += one.totalAudioEnergy ?? 0;
    }
    return all;
  }

  // What the camera's encodings send, by the height of each that moves.
  async function sending(ms = 1000) {
    const read = async () => {
      const all = [];
      for (const connection of connections) {
        if (connection.connectionState === 'closed') continue;
        for (const one of (await connection.getStats()).values()) if (one.type === 'outbound-rtp' && one.kind === 'video') all.push(one);
      }
      return all;
    };
    const before = new Map((await read()).map((one) => [one.id, one.framesEncoded]));
    await sleep(ms);
    return (await read()).filter((one) => one.framesEncoded > (before.get(one.id) ?? 0)).map((one) => one.frameHeight).sort((a, b) => a - b);
  }

  // The picker's bar has been closed.
  function stopFromBar() {
    picked.stop();
    picked.dispatchEvent(new Event('ended'));
  }

  const people = () => [...document.querySelectorAll('figure[data-participant]')].map((figure) => figure.dataset.participant);

  return { join, firstPicture, energy, see, seeFor, isSeenIn, unseeFor, hear, hearFor, press, named, sending, stopFromBar, people, until, sleep, connections };
})();
