/** How a camera is sent: three sizes of one picture, or one scalable stream where the browser can. */

export type CodecWish = 'auto' | 'vp8' | 'h264' | 'vp9-svc' | 'av1-svc';

export interface SendPlan {
  encodings: RTCRtpEncodingParameters[];
  /** The mime type to put first; null leaves the order to the server. */
  codec: string | null;
}

type ScalableEncoding = RTCRtpEncodingParameters & { scalabilityMode?: string };

/** Bit rates are those of 720p at 30 frames; a smaller camera uses less of them by itself. */
export const threeSizes = (): RTCRtpEncodingParameters[] => [
  { rid: 'q', scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { rid: 'h', scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { rid: 'f', scaleResolutionDownBy: 1, maxBitrate: 1_700_000 },
];

const scalable = (maxBitrate: number): ScalableEncoding[] => [{ maxBitrate, scalabilityMode: 'L3T3_KEY' }];

export const planFor = (wish: CodecWish, canScale: (codec: string) => boolean): SendPlan => {
  if (wish === 'vp9-svc' && canScale('video/VP9')) return { encodings: scalable(1_700_000), codec: 'video/VP9' };
  if (wish === 'av1-svc' && canScale('video/AV1')) return { encodings: scalable(1_300_000), codec: 'video/AV1' };
  if (wish === 'h264') return { encodings: threeSizes(), codec: 'video/H264' };
  return { encodings: threeSizes(), codec: wish === 'vp8' ? 'video/VP8' : null };
};

/** Asks the browser whether it encodes three spatial layers in one stream. */
export const canSendScalable = async (codec: string): Promise<boolean> => {
  const capabilities = navigator.mediaCapabilities as MediaCapabilities | undefined;
  if (!capabilities) return false;
  const video = { contentType: codec, width: 1280, height: 720, bitrate: 1_700_000, framerate: 30, scalabilityMode: 'L3T3_KEY' };
  try {
    return (await capabilities.encodingInfo({ type: 'webrtc', video } as MediaEncodingConfiguration)).supported;
  } catch {
    return false;
  }
};

/** The encodings with the server's wishes put in; the same object when nothing changes, so that nothing is set in vain. */
export const withDemand = (encodings: RTCRtpEncodingParameters[], wanted: boolean[]): RTCRtpEncodingParameters[] =>
  encodings.every((encoding, at) => (encoding.active ?? true) === (wanted[at] ?? true))
    ? encodings
    : encodings.map((encoding, at) => ({ ...encoding, active: wanted[at] ?? true }));
