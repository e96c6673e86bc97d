// What a page does in these calls: it publishes a picture with a number in it and a tone, or plays and reads both back.
globalThis.call = (() => {
  let pc;
  let session;
  let canvas;
  let video;
  let analyser;
  let sent = 0;
  let voice;
  let frames = [];
  let timer;

  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  async function until(what, condition, ms = 15000) {
    const end = performance.now() + ms;
    while (!(await condition())) {
      if (performance.now() > end) throw new Error(`waited ${ms} ms for ${what}; connection ${pc?.connectionState}, ice ${pc?.iceConnectionState}; ${pc?.localDescription?.sdp.split('\r\n').filter((l) => /candidate/.test(l)).join(', ')}`);
      await sleep(20);
    }
  }

  function makeNoise() {
    const noise = document.createElement('canvas');
    noise.width = 128;
    noise.height = 32;
    const context = noise.getContext('2d');
    const image = context.createImageData(128, 32);
    for (let i = 0; i < image.data.length; i++) image.data[i] = i % 4 === 3 ? 255 : (i * 2654435761) >>> 24;
    context.putImageData(image, 0, 0);
    return noise;
  }

  function makePicture({ width, height, rate, color }) {
    canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    const noise = makeNoise();
    const stream = canvas.captureStream(0);
    const track = stream.getVideoTracks()[0];

    // Firefox has it on the stream.
    const capture = track.requestFrame ? () => track.requestFrame() : () => stream.requestFrame();
    const begin = performance.now();
    timer = setInterval(() => {
      const due = Math.floor(((performance.now() - begin) * rate) / 1000);
      if (due < sent) return;
      marks.paint(context, width, height, sent & 0xffff, color);
      context.drawImage(noise, ((sent & 0xffff) * 7) % width, height * 0.62, width / 4, height * 0.08);
      capture();
      sent++;
    }, 500 / rate);
    return track;
  }

  async function makeTone({ tone, silent, microphone }) {
    if (microphone) return (await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } })).getAudioTracks()[0];
    const context = new AudioContext({ sampleRate: 48000 });
    const oscillator = context.createOscillator();
    oscillator.frequency.value = tone;
    voice = context.createGain();
    voice.gain.value = silent ? 0 : 0.5;
    const out = context.createMediaStreamDestination();
    oscillator.connect(voice).connect(out);
    oscillator.start();
    return out.stream.getAudioTracks()[0];
  }

  function prefer(transceiver, codec) {
    const wanted = codec.toLowerCase();
    const all = RTCRtpReceiver.getCapabilities('video').codecs;
    const chosen = all.filter((c) => c.mimeType.toLowerCase() === `video/${wanted}`);
    if (chosen.length === 0) throw new Error(`this browser has no ${codec}`);
    transceiver.setCodecPreferences([...chosen, ...all.filter((c) => /\/rtx$/i.test(c.mimeType))]);
  }

  // Chromium knows the dependency descriptor but offers it only when asked to.
  function offerDependencyDescriptor(transceiver) {
    if (!transceiver.setHeaderExtensionsToNegotiate) return;
    const extensions = transceiver.getHeaderExtensionsToNegotiate();
    for (const extension of extensions) if (/dependency-descriptor/.test(extension.uri)) extension.direction = 'sendrecv';
    transceiver.setHeaderExtensionsToNegotiate(extensions);
  }

  async function request(method, url, { token, type, body, headers }) {
    const response = await fetch(url, {
      method,
      body,
      headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...(type ? { 'Content-Type': type } : {}), ...headers },
    });
    return {
      status: response.status,
      location: response.headers.get('Location'),
      etag: response.headers.get('ETag'),
      link: response.headers.get('Link'),
      type: response.headers.get('Content-Type'),
      body: await response.text(),
    };
  }

  async function open(url, options) {
    const begin = performance.now();
    await pc.setLocalDescription();
    const offer = pc.localDescription.sdp;
    session = await request('POST', url, { token: options.token, type: 'application/sdp', body: offer });
    if (session.status !== 201) throw new Error(`${url}: ${session.status} ${session.body}`);
    session.begin = begin;
    session.token = options.token;

    // On a busy machine the TCP candidate may answer first, and Chromium stays with it.
    const answer = options.overUdp ? session.body.replace(/a=candidate:\S+ \d tcp .*\r\n/gi, '') : session.body;
    await pc.setRemoteDescription({ type: 'answer', sdp: answer });
    await until('the connection', () => pc.connectionState === 'connected', options.patience);
    return { ...session, offer, connectedAfter: performance.now() - begin };
  }

  async function publish(options) {
    pc = new RTCPeerConnection();
    const picture = makePicture(options);
    const stream = new MediaStream([picture]);
    const sendEncodings = options.layers ?? [{ maxBitrate: options.bitrate, ...(options.scalability ? { scalabilityMode: options.scalability } : {}) }];
    const sender = pc.addTransceiver(picture, { direction: 'sendonly', streams: [stream], sendEncodings });
    prefer(sender, options.codec);
    if (options.dependencyDescriptor) offerDependencyDescriptor(sender);
    if (options.tone) pc.addTransceiver(await makeTone(options), { direction: 'sendonly', streams: [stream] });
    return open(options.url, options);
  }

  function readFrame(now) {
    frames.push({ ...marks.read(video, 0.86), at: now });
    if (frames.length > 4000) frames.shift();
  }

  function attach(track) {
    if (!video.srcObject) video.srcObject = new MediaStream();
    video.srcObject.addTrack(track);
    if (track.kind === 'audio') analyser = marks.listen(new AudioContext({ sampleRate: 48000 }), new MediaStream([track]));
  }

  async function play(options) {
    pc = new RTCPeerConnection();
    video = document.createElement('video');
    video.autoplay = true;
    video.muted = true;
    video.playsInline = true;
    video.style.width = '320px';
    document.body.append(video);
    const next = (now) => {
      readFrame(now);
      video.requestVideoFrameCallback(next);
    };
    video.requestVideoFrameCallback(next);
    pc.ontrack = (event) => attach(event.track);
    const receiver = pc.addTransceiver('video', { direction: 'recvonly' });
    if (options.codec) prefer(receiver, options.codec);
    if (options.dependencyDescriptor) offerDependencyDescriptor(receiver);
    if (options.sound !== false) pc.addTransceiver('audio', { direction: 'recvonly' });
    const opened = await open(options.url, options);
    if (options.waitForPicture === false) return opened;
    await until('the first picture', () => frames.length > 0, options.patience);
    return { ...opened, firstPictureAfter: frames[0].at - session.begin };
  }

  // What was on the screen during the next while.
  async function watch({ ms }) {
    frames = [];
    const begin = performance.now();
    await sleep(ms);
    return { frames, begin, seconds: (performance.now() - begin) / 1000 };
  }

  // Waits until a picture of this height is on the screen; says how long it took.
  async function watchFor({ height, red, green, blue, patience }) {
    const begin = performance.now();
    const near = (a, b) => b === undefined || b === null || Math.abs(a - b) < 48;
    const is = (f) => f && (!height || f.height === height) && near(f.red, red) && near(f.green, green) && near(f.blue, blue);
    try {
      await until('the picture', () => is(frames.at(-1)), patience ?? 15000);
    } catch (error) {
      throw new Error(`${error.message}; last seen ${JSON.stringify(frames.at(-1))}`);
    }
    return { after: performance.now() - begin };
  }

  function hear() {
    const levels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(levels);
    let loudest = 0;
    for (let i = 1; i < levels.length; i++) if (levels[i] > levels[loudest]) loudest = i;
    return { frequency: (loudest * analyser.context.sampleRate) / analyser.fftSize, decibels: Number.isFinite(levels[loudest]) ? levels[loudest] : -200 };
  }

  async function hearFor({ frequency, patience }) {
    const begin = performance.now();
    let heard;
    try {
      await until(`a tone of ${frequency} Hz`, () => {
        heard = hear();
        return Math.abs(heard.frequency - frequency) < 15 && heard.decibels > -60;
      }, patience ?? 10000);
    } catch (error) {
      throw new Error(`${error.message}; last heard ${JSON.stringify(heard)}, sound is ${analyser.context.state}`);
    }
    return { ...heard, after: performance.now() - begin };
  }

  function speak({ loud }) {
    voice.gain.value = loud ? 0.5 : 0;
  }

  const line = (sdp, beginning) => sdp.split('\r\n').find((l) => l.startsWith(beginning));
  const fragment = (sdp) => ['a=ice-ufrag:', 'a=ice-pwd:', 'm=', 'a=mid:'].map((beginning) => line(sdp, beginning) + '\r\n').join('');

  function patch(body, ifMatch, type = 'application/trickle-ice-sdpfrag') {
    const headers = ifMatch ? { 'If-Match': ifMatch } : {};
    return request('PATCH', session.location, { token: session.token, type, body, headers });
  }

  // RFC 9725 §4.3.3: the new credentials of both sides, in fragments; the rest of the answer stays.
  async function restartIce() {
    const offer = await pc.createOffer({ iceRestart: true });
    await pc.setLocalDescription(offer);
    const answer = await patch(fragment(pc.localDescription.sdp), '*');
    if (answer.status !== 200) return answer;
    const renewed = pc.remoteDescription.sdp
      .replace(/a=ice-ufrag:.*/g, line(answer.body, 'a=ice-ufrag:'))
      .replace(/a=ice-pwd:.*/g, line(answer.body, 'a=ice-pwd:'));
    await pc.setRemoteDescription({ type: 'answer', sdp: renewed });
    await until('the restarted connection', () => ['connected', 'completed'].includes(pc.iceConnectionState));
    await sleep(500);
    return answer;
  }

  async function trickle() {
    await until('a candidate', () => /a=candidate:/.test(pc.localDescription.sdp));
    const candidates = pc.localDescription.sdp.split('\r\n').filter((l) => l.startsWith('a=candidate:'));
    return patch(`${fragment(pc.localDescription.sdp)}${candidates[0]}\r\n`, session.etag);
  }

  const resize = ({ height }) => patch(JSON.stringify({ height }), null, 'application/json');

  async function statistics() {
    return [...(await pc.getStats()).values()];
  }

  function state() {
    return { connection: pc.connectionState, sent, seen: frames.length };
  }

  return { publish, play, watch, watchFor, hear, hearFor, speak, restartIce, trickle, resize, statistics, state, sleep, request, until, get pc() { return pc; }, get session() { return session; } };
})();
