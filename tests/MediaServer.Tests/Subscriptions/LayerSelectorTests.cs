using MediaServer.Subscriptions;
using Protocols.Codecs;

namespace MediaServer.Tests.Subscriptions;

public sealed class LayerSelectorTests
{
    private LayerSelector _selector;

    [SetUp]
    public void Two_spatial_layers_at_half_the_frame_rate()
    {
        _selector = new LayerSelector();
        _selector.Want(0, spatial: 1, temporal: 0);
        _selector.Decide(0, Frame(0, 0) with { IsKeyFrame = true });
        _selector.Decide(0, Frame(1, 0) with { IsKeyFrame = true });
    }

    // The upper frame of that picture is predicted from the lower one, which has been left out already.
    [Test]
    public void A_temporal_layer_never_begins_in_the_middle_of_a_picture()
    {
        Assert.That(_selector.Decide(0, Frame(0, 1)), Is.EqualTo(LayerDecision.TemporalLayerNotWanted));

        _selector.Want(0, spatial: 1, temporal: 1);
        Assert.That(_selector.Decide(0, Frame(1, 1)), Is.EqualTo(LayerDecision.TemporalLayerNotWanted));
    }

    [Test]
    public void A_temporal_layer_begins_with_the_next_picture_of_it()
    {
        _selector.Want(0, spatial: 1, temporal: 1);

        Assert.That(_selector.Decide(0, Frame(0, 1)), Is.EqualTo(LayerDecision.Forward));
        Assert.That(_selector.Decide(0, Frame(1, 1)), Is.EqualTo(LayerDecision.Forward));
    }

    private static FrameInfo Frame(byte spatial, byte temporal) => new()
    {
        IsReadable = true,
        StartsFrame = true,
        EndsFrame = true,
        SpatialLayer = spatial,
        TemporalLayer = temporal,
        IsTemporalSwitchPoint = true,
    };
}
