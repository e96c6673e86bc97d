using Client;
using Protocols;
using Protocols.Rtp;
using Protocols.Sdp;
using Scenarios.World;

namespace Scenarios.Media;

/// <summary>
/// Films something, encodes it and sends it: a frame every so often in every encoding, in spatial and temporal layers, a key frame
/// at the start and when asked. Every frame is entered in the ledger with what it is predicted from.
/// </summary>
public sealed class Camera
{
    private const int LargestPayload = 1_100;

    // How the bits of a picture are spread over its spatial layers.
    private static readonly double[][] Shares = [[1], [0.3, 0.7], [0.1, 0.3, 0.6]];

    private readonly CameraOptions _options;
    private readonly Timeline _timeline;
    private readonly FrameLedger _ledger;
    private readonly Encoder[] _encoders;
    private readonly byte[] _payload = new byte[1_500];
    private Instant _startedAt;
    private long _pictures;
    private bool _isRunning;

    public Camera(CameraOptions options, IReadOnlyList<OutgoingTrack> tracks, Timeline timeline, FrameLedger ledger, int seed)
    {
        _options = options;
        _timeline = timeline;
        _ledger = ledger;
        var random = new Random(seed);
        _encoders = [.. tracks.Select((track, i) => new Encoder(this, track, i, options.Encodings[i], random))];
    }

    public int KeyFrames { get; private set; }

    public int KeyFrameRequests { get; private set; }

    /// <summary>Times between the key frame requests of one encoding.</summary>
    public List<Instant> RequestedAt { get; } = [];

    public CameraOptions Options => _options;

    public bool IsActive(int encoding) => _encoders[encoding].IsActive;

    public long SentBytes => _encoders.Sum(encoder => encoder.Track.PayloadBytes);

    public void Start()
    {
        _isRunning = true;
        _startedAt = _timeline.Now;
        _pictures = 0;
        Film();
    }

    public void Stop() => _isRunning = false;

    /// <summary>The next frame of everything is a key frame, as when a camera is switched on again.</summary>
    public void Refresh()
    {
        foreach (var encoder in _encoders)
            encoder.WantsKeyFrame = true;
    }

    /// <summary>What the server says anybody watches.</summary>
    public void Demand(int encodings)
    {
        if (!_options.FollowsDemand)
            return;

        foreach (var encoder in _encoders)
        {
            var isWanted = (encodings & (1 << encoder.Index)) != 0;
            encoder.WantsKeyFrame |= isWanted && !encoder.IsActive;
            encoder.IsActive = isWanted;
        }
    }

    /// <summary>The sender's own estimate leaves no room for an encoding, or leaves it again; it comes back with a key frame.</summary>
    public void Suspend(int encoding, bool isSuspended)
    {
        var encoder = _encoders[encoding];
        encoder.WantsKeyFrame |= encoder.IsSuspended && !isSuspended;
        encoder.IsSuspended = isSuspended;
    }

    /// <summary>The sender makes no key frames of an encoding any more, though it goes on.</summary>
    public void Deafen(int encoding, bool isDeaf) => _encoders[encoding].IsDeaf = isDeaf;

    internal bool TryAskForKeyFrame(OutgoingTrack track)
    {
        if (Array.Find(_encoders, encoder => ReferenceEquals(encoder.Track, track)) is not { } encoder)
            return false;

        encoder.WantsKeyFrame |= !_options.IgnoresRequests && !encoder.IsDeaf;
        KeyFrameRequests++;
        RequestedAt.Add(_timeline.Now);
        return true;
    }

    private void Film()
    {
        if (!_isRunning)
            return;

        if (_options.IgnoresRequests && _pictures % (long)(2 * _options.FramesPerSecond) == 0)
            Refresh();

        foreach (var encoder in _encoders)
        {
            if (encoder is { IsActive: true, IsSuspended: false })
                encoder.Encode(_timeline.Now);
        }

        _pictures++;
        _timeline.Schedule(_startedAt + TimeSpan.FromSeconds(_pictures / _options.FramesPerSecond), Film);
    }

    private sealed class Encoder
    {
        private readonly Camera _camera;
        private readonly EncodingOptions _encoding;
        private readonly int[] _heights;
        private readonly ScalableDependencies? _dependencies;
        private readonly uint _firstTimestamp;
        private readonly int[][] _byPlace;
        private int _pictureId;
        private int _baseIndex;
        private int _keyIndex;
        private int _place;
        private int _number;
        private ushort _frameNumber;

        public Encoder(Camera camera, OutgoingTrack track, int index, EncodingOptions encoding, Random random)
        {
            _camera = camera;
            Track = track;
            Index = index;
            _encoding = encoding;
            var options = camera._options;
            _heights = [.. Enumerable.Range(0, options.SpatialLayers).Select(layer => encoding.Height >> (options.SpatialLayers - 1 - layer))];
            _firstTimestamp = (uint)random.Next();
            _pictureId = random.Next(0x8000);
            _baseIndex = random.Next(256);
            _keyIndex = random.Next(32);
            _frameNumber = (ushort)random.Next(0x1_0000);
            _byPlace = [.. Enumerable.Range(0, 4).Select(_ => new int[options.SpatialLayers])];
            if (options.DescribesDependencies || options.Codec.Name == CodecName.Av1)
                _dependencies = new ScalableDependencies(options.SpatialLayers, options.TemporalLayers, _heights);
        }

        public OutgoingTrack Track { get; }

        public int Index { get; }

        public bool IsActive { get; set; } = true;

        public bool IsSuspended { get; set; }

        public bool IsDeaf { get; set; }

        public bool WantsKeyFrame { get; set; } = true;

        public void Encode(Instant now)
        {
            var isKey = WantsKeyFrame;
            WantsKeyFrame = false;
            var options = _camera._options;
            _place = isKey ? 0 : (_place + 1) % TemporalPattern.Length(options.TemporalLayers);
            _pictureId++;
            if (_place == 0)
                _baseIndex++;

            if (isKey)
            {
                _keyIndex++;
                _camera.KeyFrames++;
            }

            var timestamp = new RtpTimestamp(unchecked(_firstTimestamp + (uint)((now - Instant.Zero).Ticks * 90_000 / TimeSpan.TicksPerSecond)));
            var frames = new int[options.SpatialLayers];
            var average = _encoding.Rate.BytesIn(TimeSpan.FromSeconds(1 / options.FramesPerSecond));
            for (var spatial = 0; spatial < options.SpatialLayers; spatial++)
            {
                var size = average * Shares[options.SpatialLayers - 1][spatial] * (isKey ? options.KeyFrameSize : 1);
                frames[spatial] = Send(spatial, (int)size, isKey, frames, timestamp, now);
            }

            _byPlace[_place] = frames;
            if (isKey)
                Array.Fill(_byPlace, frames);
        }

        private int Send(int spatial, int size, bool isKey, int[] picture, RtpTimestamp timestamp, Instant now)
        {
            var options = _camera._options;
            var packets = Math.Max(1, (size + LargestPayload - 1) / LargestPayload);
            var id = _camera._ledger.NextId;
            var references = new List<int>();
            if (!isKey)
                references.Add(_byPlace[Reference(_place)][spatial]);

            if (spatial > 0)
                references.Add(picture[spatial - 1]);

            _camera._ledger.Add(new CodedFrame
            {
                Id = id,
                Source = _camera,
                CapturedAt = now,
                Number = _number++,
                Packets = packets,
                Encoding = Index,
                Spatial = spatial,
                Temporal = TemporalPattern.LayerAt(options.TemporalLayers, _place),
                Height = _heights[spatial],
                IsKey = isKey,
                References = references,
            });

            for (var i = 0; i < packets; i++)
            {
                var (isFirst, isLast) = (i == 0, i == packets - 1);
                var header = new PictureHeader
                {
                    PictureId = _pictureId,
                    BaseIndex = _baseIndex,
                    KeyIndex = _keyIndex,
                    Place = _place,
                    Temporal = TemporalPattern.LayerAt(options.TemporalLayers, _place),
                    Spatial = spatial,
                    IsKey = isKey,
                    IsFirst = isFirst,
                    IsLast = isLast,
                    Heights = _heights,
                };
                var length = header.Write(options.Codec.Name, _camera._payload);
                var payload = _camera._payload.AsSpan(0, Math.Max(size / packets, length + FrameLedger.StampLength));
                FrameLedger.Stamp(payload, id, i);
                var dependencies = _dependencies?.Write(spatial, _place, isKey, _frameNumber, isFirst, isLast);
                Track.Send(
                    new OutgoingPacket(payload, timestamp) { Marker = isLast && spatial == options.SpatialLayers - 1, Dependencies = dependencies },
                    now);
            }

            _frameNumber++;
            return id;
        }

        // The base picture before, or for the second picture of layer 2 the picture of layer 1.
        private static int Reference(int place) => place == 3 ? 2 : 0;
    }
}
