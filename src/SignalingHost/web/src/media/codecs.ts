/**
 * The codecs that are offered. A browser lists every profile it knows, some 6 kB in each section; with thirty sections that is more
 * than a description may hold, and one profile of each is all that is ever used.
 */
const keptProfile = (codec: RTCRtpCodec): boolean => {
  const kind = codec.mimeType.toLowerCase();
  const fmtp = codec.sdpFmtpLine ?? '';
  if (kind === 'video/h264') return /profile-level-id=42e01f/i.test(fmtp) && /packetization-mode=1/.test(fmtp);
  if (kind === 'video/vp9') return fmtp === '' || /profile-id=0/.test(fmtp);
  if (kind === 'video/av1') return !/profile=1/.test(fmtp);
  return kind === 'video/vp8' || kind === 'video/rtx';
};

/** With one chosen, that alone and its repairs: the server answers in its own order, and another codec would not have the layers that were planned. */
export const pictureCodecs = <C extends RTCRtpCodec>(all: readonly C[], only: string | null = null): C[] => {
  const kept = all.filter(keptProfile);
  if (!only) return kept;
  const chosen = kept.filter(codec => [only.toLowerCase(), 'video/rtx'].includes(codec.mimeType.toLowerCase()));
  return chosen.some(codec => codec.mimeType.toLowerCase() === only.toLowerCase()) ? chosen : kept;
};

/** Scalable streams are forwarded by what this extension says of each frame; Chromium knows it and offers it only when asked. */
const dependencyDescriptor = 'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension';

interface ExtensionChoice {
  getHeaderExtensionsToNegotiate?(): { uri: string; direction: string }[];
  setHeaderExtensionsToNegotiate?(extensions: { uri: string; direction: string }[]): void;
}

export const askForDependencyDescriptor = (transceiver: RTCRtpTransceiver): void => {
  const choice = transceiver as ExtensionChoice;
  const extensions = choice.getHeaderExtensionsToNegotiate?.();
  if (!extensions) return;
  for (const extension of extensions) if (extension.uri === dependencyDescriptor) extension.direction = 'sendrecv';
  choice.setHeaderExtensionsToNegotiate?.(extensions);
};
